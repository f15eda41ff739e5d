package interop.topics;

import static interop.Bodies.bytes;
import static interop.Bodies.read;
import static interop.Bodies.stream;

import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSException;
import interop.Access;
import interop.Checks;
import java.util.List;

/** Requests whose signature or time is wrong, and errors that only headers carry (protocol reference §3, §4.1; observed behaviour 8, 13). */
public final class RefusedRequests {
    private static final String SKEWED = "The difference between the request time and the current time is too large.";

    private RefusedRequests() {}

    public static void run(Checks checks, Access access) throws Exception {
        OSS oss = access.oss();
        access.withBucket("refused", bucket -> {
            oss.putObject(bucket, "object", stream(bytes("body")));
            credentials(checks, access, bucket);
            clock(checks, access, bucket);
            headErrors(checks, access, bucket);
            checks.equal("the object is as it was", new String(read(oss, bucket, "object")), "body");
        });
    }

    private static void credentials(Checks checks, Access access, String bucket) {
        OSS wrong = access.client(access.server().accessKeyId(), "not-the-secret", settings -> {});
        String ec = "0002-00000040";
        OSSException error = checks.refused("wrong secret", "SignatureDoesNotMatch", ec, null, () -> wrong.putObject(bucket, "object", stream(bytes("other"))));
        for (String element : List.of("OSSAccessKeyId", "SignatureProvided", "StringToSign", "StringToSignBytes")) {
            checks.holds("wrong secret: the error has " + element, error != null && error.getRawResponseError().contains("<" + element + ">"), error);
        }
        checks.refused("wrong secret, head", "SignatureDoesNotMatch", ec, null, () -> wrong.headObject(bucket, "object"));
        OSS stranger = access.client("LTAInobody", access.server().accessKeySecret(), settings -> {});
        for (String name : List.of(bucket, access.newName("missing"))) {
            String what = "unknown access key" + (name.equals(bucket) ? "" : ", no such bucket");
            checks.refused(what, "InvalidAccessKeyId", "0002-00000902", null, () -> stranger.getObject(name, "object"));
            checks.refused(what + ", head", "InvalidAccessKeyId", "0002-00000902", null, () -> stranger.headObject(name, "object"));
        }
        wrong.shutdown();
        stranger.shutdown();
    }

    private static void clock(Checks checks, Access access, String bucket) throws Exception {
        for (int minutes : new int[] {-14, 14, -16, 16}) {
            OSS shifted = access.client(settings -> {
                settings.setTickOffset(System.currentTimeMillis() + minutes * 60_000L);
                settings.setEnableAutoCorrectClockSkew(false);
            });
            String what = "clock off by " + minutes + " minutes";
            if (Math.abs(minutes) < 15) checks.equal(what, new String(read(shifted, bucket, "object")), "body");
            else checks.refused(what, "RequestTimeTooSkewed", null, SKEWED, () -> shifted.getObject(bucket, "object"));
            shifted.shutdown();
        }
        OSS corrected = access.client(settings -> {
            settings.setTickOffset(System.currentTimeMillis() + 3_600_000L);
            settings.setEnableAutoCorrectClockSkew(true);
        });
        checks.refused("clock that the client corrects: first", "RequestTimeTooSkewed", () -> corrected.getObject(bucket, "object"));
        checks.equal("clock that the client has corrected by the error's ServerTime", new String(read(corrected, bucket, "object")), "body");
        corrected.shutdown();
    }

    private static void headErrors(Checks checks, Access access, String bucket) {
        OSS oss = access.oss();
        OSSException key = checks.refused("head of a missing key", "NoSuchKey", "0026-00000001", null, () -> oss.headObject(bucket, "missing"));
        checks.holds("head of a missing key: request id", key != null && key.getRequestId().matches("[0-9A-F]{24}"), key);
        String missing = access.newName("missing");
        checks.refused("head in a missing bucket", "NoSuchBucket", "0015-00000101", null, () -> oss.headObject(missing, "missing"));
        checks.refused("get of a missing key", "NoSuchKey", "0026-00000001", null, () -> oss.getObject(bucket, "missing"));
    }
}
