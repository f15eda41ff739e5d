package interop.topics;

import static interop.Bodies.bytes;
import static interop.Bodies.md5;
import static interop.Bodies.pattern;
import static interop.Bodies.stream;

import com.aliyun.oss.OSS;
import com.aliyun.oss.model.GetObjectRequest;
import com.aliyun.oss.model.ObjectMetadata;
import interop.Access;
import interop.Bodies;
import interop.Checks;
import interop.Encryption;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Put, get, head and ranges under every encryption, with metadata, from and into every kind of body (protocol reference §2.1-2.3). */
public final class ObjectEncryption {
    private static final byte[] BODY = pattern(100_000);
    private static final int[] SIZES = {0, 1, 16_383, 16_384, 16_385, 65_536, 1_000_003};
    /** Of text that is not ASCII; bytes from 0x80 to 0x9F, as in 文, the HTTP library of this client turns into question marks. */
    private static final Map<String, String> METADATA = Map.of("note", "kept", "spaced", "a b  c", "chinese", "中 é");

    private ObjectEncryption() {}

    public static void run(Checks checks, Access access) throws Exception {
        OSS oss = access.oss();
        access.withBucket("matrix", bucket -> {
            for (Encryption encryption : Encryption.every(access, bucket)) {
                checks.section(encryption.name(), part -> {
                    described(part, oss, bucket, encryption);
                    sizes(part, oss, bucket, encryption);
                    bodies(part, oss, bucket, encryption);
                });
            }
            oss.putObject(bucket, "alias", stream(BODY), Encryption.kms("alias", access.server().kmsAlias()).metadata());
            List<String> echo = Encryption.echo("KMS", access.server().kmsKeyId(), null);
            Bodies.check(checks, oss, bucket, "alias", "an alias", BODY, echo);
        });
    }

    private static void described(Checks checks, OSS oss, String bucket, Encryption encryption) throws Exception {
        ObjectMetadata sent = encryption.metadata();
        sent.setContentType("text/x-interop");
        sent.setCacheControl("no-store");
        sent.setContentDisposition("attachment; filename=\"a b\"");
        sent.setUserMetadata(METADATA);
        String etag = oss.putObject(bucket, "described", stream(BODY), sent).getETag();
        checks.equal("put: ETag is the MD5 of the plaintext", etag, md5(BODY));
        Bodies.check(checks, oss, bucket, "described", "object", BODY, encryption.echo());
        Bodies.checkRanges(checks, oss, bucket, "described", "object", BODY, new int[] {16_384, 81_920, 99_999}, encryption.echo());
        ObjectMetadata head = oss.getObjectMetadata(bucket, "described");
        List<String> came = List.of(head.getObjectType(), head.getContentType(), head.getCacheControl(), head.getContentDisposition());
        checks.equal("head: type and headers", came, List.of("Normal", "text/x-interop", "no-store", "attachment; filename=\"a b\""));
        checks.equal("head: metadata", Map.copyOf(head.getUserMetadata()), METADATA);
        var meta = oss.getSimplifiedObjectMeta(bucket, "described");
        checks.equal("object meta", List.of(meta.getETag(), meta.getSize()), List.of(md5(BODY), (long) BODY.length));
    }

    private static void sizes(Checks checks, OSS oss, String bucket, Encryption encryption) throws Exception {
        for (int size : SIZES) {
            byte[] body = pattern(size);
            oss.putObject(bucket, "sized", stream(body), encryption.metadata());
            Bodies.check(checks, oss, bucket, "sized", size + " bytes", body, encryption.echo());
        }
    }

    /** A stream of unknown length, a file; and into a file. */
    private static void bodies(Checks checks, OSS oss, String bucket, Encryption encryption) throws Exception {
        InputStream unknown = new SequenceInputStream(stream(Arrays.copyOf(BODY, 30_001)), stream(Arrays.copyOfRange(BODY, 30_001, BODY.length)));
        oss.putObject(bucket, "stream", unknown, encryption.metadata());
        Bodies.check(checks, oss, bucket, "stream", "stream of unknown length", BODY, encryption.echo());
        Path sent = Files.createTempFile("interop", ".sent");
        Path fetched = Files.createTempFile("interop", ".fetched");
        try {
            Files.write(sent, bytes("text of a file\n".repeat(500)));
            oss.putObject(bucket, "file.txt", sent.toFile(), encryption.metadata());
            ObjectMetadata said = oss.getObject(new GetObjectRequest(bucket, "file.txt"), fetched.toFile());
            checks.equal("from and to a file: encryption, type", List.of(Encryption.of(said), said.getContentType()), List.of(encryption.echo(), "text/plain"));
            checks.equal("from and to a file: right bytes", Files.mismatch(sent, fetched), -1L);
        } finally {
            Files.delete(sent);
            Files.delete(fetched);
        }
    }
}
