package interop.topics;

import static interop.Bodies.bytes;
import static interop.Bodies.crc64;
import static interop.Bodies.pattern;
import static interop.Bodies.stream;

import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSException;
import com.aliyun.oss.model.AppendObjectRequest;
import com.aliyun.oss.model.AppendObjectResult;
import com.aliyun.oss.model.ObjectMetadata;
import interop.Access;
import interop.Bodies;
import interop.Checks;
import interop.Encryption;
import interop.Upload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** AppendObject: the first append fixes the encryption (protocol reference §2.6, §4.6, observed behaviour 26). */
public final class Appends {
    private static final int[] SIZES = {5, 16_379, 16_384, 1, 50_001};
    private static final int[] BORDERS = {5, 16_384, 32_768, 32_769};
    private static final byte[] BODY = pattern(82_770);

    private Appends() {}

    public static void run(Checks checks, Access access) throws Exception {
        OSS oss = access.oss();
        access.withBucket("appends", bucket -> {
            for (Encryption encryption : Encryption.every(access, bucket)) {
                checks.section(encryption.name(), part -> oneByOne(part, oss, bucket, encryption));
            }
            refusals(checks, oss, bucket);
            atOnce(checks, oss, bucket);
        });
    }

    private static AppendObjectResult append(OSS oss, String bucket, String key, long position, byte[] body, ObjectMetadata metadata) {
        return oss.appendObject(new AppendObjectRequest(bucket, key, stream(body), metadata).withPosition(position));
    }

    private static void oneByOne(Checks checks, OSS oss, String bucket, Encryption encryption) throws Exception {
        String key = "appended " + encryption;
        int end = 0;
        for (byte[] piece : Upload.pieces(BODY, SIZES)) {
            // Later appends ask for something else, in vain.
            ObjectMetadata sent = end == 0 ? encryption.metadata() : Encryption.SM4.metadata();
            sent.addUserMetadata("note", end == 0 ? "first" : "later");
            AppendObjectResult done = append(oss, bucket, key, end, piece, sent);
            end += piece.length;
            String crc = Long.toUnsignedString(crc64(Arrays.copyOf(BODY, end)));
            List<Object> came = List.of(Encryption.of(done), done.getNextPosition(), done.getObjectCRC());
            checks.equal("append up to " + end + " says", came, List.of(encryption.echo(), (long) end, crc));
        }
        Bodies.check(checks, oss, bucket, key, "object", BODY, encryption.echo());
        Bodies.checkRanges(checks, oss, bucket, key, "object", BODY, BORDERS, encryption.echo());
        ObjectMetadata head = oss.getObjectMetadata(bucket, key);
        List<Object> came = List.of(head.getObjectType(), head.getRawMetadata().get("x-oss-next-append-position"), head.getUserMetadata());
        checks.equal("head: type, position, metadata of the first", came, List.of("Appendable", BODY.length + "", Map.of("note", "first")));
    }

    private static void refusals(Checks checks, OSS oss, String bucket) throws Exception {
        append(oss, bucket, "object", 0, bytes("first"), Encryption.AES256.metadata());
        for (long position : new long[] {0, 4, 6}) {
            String what = "position " + position;
            checks.refused(what, "PositionNotEqualToLength", () -> append(oss, bucket, "object", position, bytes("x"), null));
        }
        checks.refused("position 1 of no object", "PositionNotEqualToLength", () -> append(oss, bucket, "new", 1, bytes("x"), null));
        oss.putObject(bucket, "put", stream(bytes("first")));
        checks.refused("append to an object that was put", "ObjectNotAppendable", () -> append(oss, bucket, "put", 5, bytes("x"), null));
        Bodies.check(checks, oss, bucket, "object", "what was refused adds nothing", bytes("first"), Encryption.AES256.echo());
    }

    /** Of appends at the same position one adds its body, whole. */
    private static void atOnce(Checks checks, OSS oss, String bucket) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Integer> won = new ArrayList<>();
        try {
            List<Callable<Integer>> attempts = new ArrayList<>();
            for (int n = 0; n < 4; n += 1) {
                int number = n;
                attempts.add(() -> attempt(oss, bucket, number));
            }
            for (Future<Integer> attempt : threads.invokeAll(attempts)) if (attempt.get() >= 0) won.add(attempt.get());
        } finally {
            threads.shutdown();
        }
        checks.equal("four at the same position: those that won", won.size(), 1);
        byte[] expected = bytes("first" + String.valueOf((char) ('A' + won.get(0))).repeat(30_000));
        Bodies.check(checks, oss, bucket, "object", "the one that won", expected, Encryption.AES256.echo());
    }

    private static int attempt(OSS oss, String bucket, int number) {
        try {
            append(oss, bucket, "object", 5, bytes(String.valueOf((char) ('A' + number)).repeat(30_000)), null);
            return number;
        } catch (OSSException error) {
            if (!error.getErrorCode().equals("PositionNotEqualToLength")) throw error;
            return -1;
        }
    }
}
