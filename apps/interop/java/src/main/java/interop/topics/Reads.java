package interop.topics;

import static interop.Bodies.bytes;
import static interop.Bodies.crc64;
import static interop.Bodies.pattern;
import static interop.Bodies.read;
import static interop.Bodies.stream;

import com.aliyun.oss.OSS;
import com.aliyun.oss.model.GetObjectRequest;
import com.aliyun.oss.model.OSSObject;
import com.aliyun.oss.model.ObjectMetadata;
import com.aliyun.oss.model.ResponseHeaderOverrides;
import interop.Access;
import interop.Checks;
import interop.Encryption;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/** Ranges beyond the end, conditions, overrides of reply headers, text that may be compressed (protocol reference §4.6, observed behaviour 3). */
public final class Reads {
    private static final byte[] BODY = pattern(50_000);
    private static final byte[] TEXT = bytes("line of text 中文\n".repeat(4_000));

    private Reads() {}

    public static void run(Checks checks, Access access) throws Exception {
        OSS oss = access.oss();
        access.withBucket("reads", bucket -> {
            oss.putObject(bucket, "object", stream(BODY), Encryption.every(access, bucket).get(2).metadata());
            ranges(checks, oss, bucket);
            conditions(checks, oss, bucket);
            overrides(checks, oss, bucket);
            for (Encryption encryption : Encryption.every(access, bucket)) compressed(checks, oss, bucket, encryption);
            checks.equal("there is an object", oss.doesObjectExist(bucket, "object"), true);
            checks.equal("there is no object", oss.doesObjectExist(bucket, "missing"), false);
            checks.refused("a missing key", "NoSuchKey", "0026-00000001", null, () -> oss.getObject(bucket, "missing"));
        });
    }

    private static void ranges(Checks checks, OSS oss, String bucket) throws Exception {
        record Range(String header, int status, int from, int to) {}
        for (Range range : List.of(
            new Range("bytes=0-0", 206, 0, 1),
            new Range("bytes=49999-", 206, 49_999, 50_000),
            new Range("bytes=-5", 206, 49_995, 50_000),
            new Range("bytes=16383-16385", 206, 16_383, 16_386),
            new Range("bytes=49990-60000", 200, 0, 50_000),
            new Range("bytes=60000-60001", 200, 0, 50_000),
            new Range("bytes=5-2", 200, 0, 50_000)
        )) {
            GetObjectRequest request = new GetObjectRequest(bucket, "object");
            request.addHeader("Range", range.header);
            try (OSSObject object = oss.getObject(request)) {
                boolean right = Arrays.equals(object.getObjectContent().readAllBytes(), Arrays.copyOfRange(BODY, range.from, range.to));
                checks.equal(range.header + ": status, right bytes", List.of(object.getResponse().getStatusCode(), right), List.of(range.status, true));
            }
        }
        for (String header : List.of("bytes=60000-60001", "bytes=50000-")) {
            GetObjectRequest standard = new GetObjectRequest(bucket, "object");
            standard.addHeader("Range", header);
            standard.addHeader("x-oss-range-behavior", "standard");
            checks.refused(header + ", standard", "InvalidRange", () -> oss.getObject(standard));
        }
    }

    private static void conditions(Checks checks, OSS oss, String bucket) throws Exception {
        ObjectMetadata head = oss.headObject(bucket, "object");
        List<String> own = List.of(head.getETag());
        List<String> another = List.of("0".repeat(32));
        Date before = new Date(946_684_800_000L);
        Date since = head.getLastModified();
        condition(checks, oss, bucket, "If-Match of its own", request -> request.setMatchingETagConstraints(own), null);
        condition(checks, oss, bucket, "If-Match of another", request -> request.setMatchingETagConstraints(another), "PreconditionFailed");
        condition(checks, oss, bucket, "If-None-Match of its own", request -> request.setNonmatchingETagConstraints(own), "NotModified");
        condition(checks, oss, bucket, "If-None-Match of another", request -> request.setNonmatchingETagConstraints(another), null);
        condition(checks, oss, bucket, "If-Modified-Since before", request -> request.setModifiedSinceConstraint(before), null);
        condition(checks, oss, bucket, "If-Modified-Since its time", request -> request.setModifiedSinceConstraint(since), "NotModified");
        condition(checks, oss, bucket, "If-Unmodified-Since its time", request -> request.setUnmodifiedSinceConstraint(since), null);
        condition(checks, oss, bucket, "If-Unmodified-Since before", request -> request.setUnmodifiedSinceConstraint(before), "PreconditionFailed");
    }

    private static void condition(Checks checks, OSS oss, String bucket, String what, Consumer<GetObjectRequest> set, String code) throws Exception {
        GetObjectRequest request = new GetObjectRequest(bucket, "object");
        set.accept(request);
        if (code == null) checks.equal(what, Arrays.equals(read(oss, request), BODY), true);
        else checks.refused(what, code, () -> oss.getObject(request));
    }

    private static void overrides(Checks checks, OSS oss, String bucket) throws Exception {
        ResponseHeaderOverrides wanted = new ResponseHeaderOverrides();
        wanted.setContentType("text/x-other");
        wanted.setCacheControl("max-age=1");
        wanted.setContentDisposition("inline");
        GetObjectRequest request = new GetObjectRequest(bucket, "object");
        request.setResponseHeaders(wanted);
        try (OSSObject object = oss.getObject(request)) {
            ObjectMetadata said = object.getObjectMetadata();
            List<String> came = List.of(said.getContentType(), said.getCacheControl(), said.getContentDisposition());
            checks.equal("reply headers of one request", came, List.of("text/x-other", "max-age=1", "inline"));
        }
    }

    /** A client that takes gzip gets the same text, whether it comes compressed or not; a range never is. This client leaves unzipping to its user. */
    private static void compressed(Checks checks, OSS oss, String bucket, Encryption encryption) throws Exception {
        ObjectMetadata sent = encryption.metadata();
        sent.setContentType("text/plain");
        oss.putObject(bucket, "text", stream(TEXT), sent);
        GetObjectRequest request = new GetObjectRequest(bucket, "text");
        request.addHeader("Accept-Encoding", "gzip");
        try (OSSObject object = oss.getObject(request)) {
            ObjectMetadata said = object.getObjectMetadata();
            boolean zipped = "gzip".equals(said.getContentEncoding());
            InputStream content = zipped ? new GZIPInputStream(object.getObjectContent()) : object.getObjectContent();
            List<Object> came = List.of(Encryption.of(said), said.getServerCRC(), Arrays.equals(content.readAllBytes(), TEXT));
            checks.equal("text for a client that takes gzip, " + encryption, came, List.of(encryption.echo(), crc64(TEXT), true));
        }
        byte[] part = read(oss, (GetObjectRequest) request.withRange(10, 20));
        checks.equal("range of it, " + encryption, new String(part), new String(Arrays.copyOfRange(TEXT, 10, 21)));
    }
}
