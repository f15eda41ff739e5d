package interop;

import com.aliyun.oss.OSS;
import com.aliyun.oss.common.utils.CRC64;
import com.aliyun.oss.model.GetObjectRequest;
import com.aliyun.oss.model.HeadObjectRequest;
import com.aliyun.oss.model.OSSObject;
import com.aliyun.oss.model.ObjectMetadata;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Bodies of objects: made, digested, read and compared. */
public final class Bodies {
    private Bodies() {}

    /** Bytes without a short period, so that a chunk in the wrong place shows. */
    public static byte[] pattern(int size) {
        ByteBuffer buffer = ByteBuffer.allocate(size + 3);
        for (int n = 0; buffer.position() < size; n += 1) buffer.putInt(n * 0x9E3779B1);
        return Arrays.copyOf(buffer.array(), size);
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static InputStream stream(byte[] body) {
        return new ByteArrayInputStream(body);
    }

    /** Upper-case hexadecimals. */
    public static String md5(byte[] body) {
        try {
            return HexFormat.of().withUpperCase().formatHex(MessageDigest.getInstance("MD5").digest(body));
        } catch (NoSuchAlgorithmException error) {
            throw new IllegalStateException(error);
        }
    }

    /** MD5 of the parts' MD5s in upper-case hexadecimals (observed behaviour 23). */
    public static String multipartEtag(List<byte[]> parts) {
        StringBuilder etags = new StringBuilder();
        for (byte[] part : parts) etags.append(md5(part));
        return md5(bytes(etags.toString())) + "-" + parts.size();
    }

    public static long crc64(byte[] body) {
        CRC64 crc = new CRC64();
        crc.update(body, body.length);
        return crc.getValue();
    }

    public static byte[] read(OSS oss, GetObjectRequest request) throws IOException {
        try (OSSObject object = oss.getObject(request)) {
            return object.getObjectContent().readAllBytes();
        }
    }

    public static byte[] read(OSS oss, String bucket, String key) throws IOException {
        return read(oss, new GetObjectRequest(bucket, key));
    }

    /** get and head must show this body, its CRC-64 and this encryption. */
    public static void check(Checks checks, OSS oss, String bucket, String key, String what, byte[] body, List<String> echo) throws IOException {
        check(checks, oss, bucket, key, null, what, body, echo);
    }

    /** The same for a version; the object as it is now when {@code version} is null. */
    public static void check(Checks checks, OSS oss, String bucket, String key, String version, String what, byte[] body, List<String> echo)
        throws IOException {
        try (OSSObject object = oss.getObject(new GetObjectRequest(bucket, key, version))) {
            ObjectMetadata said = object.getObjectMetadata();
            checks.equal(what + ": get says", List.of(Encryption.of(said), said.getServerCRC()), List.of(echo, crc64(body)));
            byte[] came = object.getObjectContent().readAllBytes();
            checks.holds(what + ": get gives the bytes", Arrays.equals(came, body), came.length + " other bytes");
            ObjectMetadata head = oss.headObject(new HeadObjectRequest(bucket, key, version));
            List<Object> shown = List.of(Encryption.of(head), head.getContentLength(), head.getETag(), head.getServerCRC());
            checks.equal(what + ": head says", shown, List.of(echo, (long) body.length, said.getETag(), crc64(body)));
        }
    }

    /** Ranges across and beside each border must give their bytes and show this encryption. */
    public static void checkRanges(Checks checks, OSS oss, String bucket, String key, String what, byte[] body, int[] borders, List<String> echo)
        throws IOException {
        for (int border : borders) {
            int[][] ranges = {{border - 1, border}, {border, border + 4}, {Math.max(0, border - 70_000), border + 70_000}};
            for (int[] range : ranges) {
                int first = range[0];
                int last = Math.min(range[1], body.length - 1);
                try (OSSObject object = oss.getObject(new GetObjectRequest(bucket, key).withRange(first, last))) {
                    byte[] came = object.getObjectContent().readAllBytes();
                    boolean right = Arrays.equals(came, Arrays.copyOfRange(body, first, last + 1));
                    List<Object> shown = List.of(object.getResponse().getStatusCode(), Encryption.of(object.getObjectMetadata()), right);
                    checks.equal(what + ": range " + first + "-" + last + ": status, encryption, right bytes", shown, List.of(206, echo, true));
                }
            }
        }
    }
}
