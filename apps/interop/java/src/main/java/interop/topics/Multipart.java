package interop.topics;

import static interop.Bodies.bytes;
import static interop.Bodies.crc64;
import static interop.Bodies.multipartEtag;
import static interop.Bodies.pattern;
import static interop.Bodies.stream;

import com.aliyun.oss.OSS;
import com.aliyun.oss.model.CompleteMultipartUploadRequest;
import com.aliyun.oss.model.InitiateMultipartUploadRequest;
import com.aliyun.oss.model.ObjectMetadata;
import com.aliyun.oss.model.PartETag;
import com.aliyun.oss.model.PartSummary;
import interop.Access;
import interop.Bodies;
import interop.Checks;
import interop.Encryption;
import interop.Upload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Multipart uploads by hand: parts in any order and at once, under every encryption (protocol reference §2.6, §4.7). */
public final class Multipart {
    /** None but the first ends where a chunk of 16 KiB ends. */
    private static final int[] SIZES = {163_840, 102_400, 131_073, 250_001, 7};
    private static final byte[] BODY = pattern(163_840 + 102_400 + 131_073 + 250_001 + 7);
    private static final List<byte[]> PIECES = Upload.pieces(BODY, SIZES);
    private static final int[] BORDERS = {163_840, 266_240, 397_313, 647_314};

    private Multipart() {}

    public static void run(Checks checks, Access access) throws Exception {
        OSS oss = access.oss();
        access.withBucket("multipart", bucket -> {
            for (Encryption encryption : Encryption.every(access, bucket)) {
                checks.section(encryption.name(), part -> {
                    byHand(part, oss, bucket, encryption);
                    atOnce(part, oss, bucket, encryption);
                    all(part, oss, bucket, encryption);
                    abort(part, oss, bucket, encryption);
                });
            }
        });
    }

    private static void byHand(Checks checks, OSS oss, String bucket, Encryption encryption) throws Exception {
        List<String> echo = encryption.echo();
        ObjectMetadata sent = encryption.metadata();
        sent.setContentType("text/x-interop");
        sent.addUserMetadata("note", "kept");
        String key = "by hand " + encryption;
        var begun = oss.initiateMultipartUpload(new InitiateMultipartUploadRequest(bucket, key, sent));
        checks.equal("Initiate says", Encryption.of(begun), echo);
        Upload upload = new Upload(oss, bucket, key, begun.getUploadId());
        upload.part(checks, 2, new byte[120_000], echo);
        List<PartETag> parts = new ArrayList<>();
        for (int number : new int[] {4, 2, 5, 1, 3}) parts.add(upload.part(checks, number, PIECES.get(number - 1), echo));
        List<Long> listed = upload.parts().getParts().stream().map(PartSummary::getSize).toList();
        checks.equal("ListParts: sizes", listed, List.of(163_840L, 102_400L, 131_073L, 250_001L, 7L));
        checks.equal("no object before Complete", oss.doesObjectExist(bucket, key), false);
        var done = upload.complete(parts);
        checks.equal("Complete says", List.of(done.getETag(), done.getServerCRC()), List.of(multipartEtag(PIECES), crc64(BODY)));
        Bodies.check(checks, oss, bucket, key, "object", BODY, echo);
        Bodies.checkRanges(checks, oss, bucket, key, "object", BODY, BORDERS, echo);
        ObjectMetadata head = oss.getObjectMetadata(bucket, key);
        List<Object> came = List.of(head.getObjectType(), head.getETag(), head.getContentType(), head.getUserMetadata());
        checks.equal("head", came, List.of("Multipart", done.getETag(), "text/x-interop", Map.of("note", "kept")));
        gone(checks, upload, "Complete");
        Bodies.check(checks, oss, bucket, key, "the object as it was", BODY, echo);
    }

    private static void gone(Checks checks, Upload upload, String after) {
        checks.refused("ListParts after " + after, "NoSuchUpload", upload::parts);
        checks.refused("UploadPart after " + after, "NoSuchUpload", () -> upload.send(1, bytes("late")));
        checks.refused("Abort after " + after, "NoSuchUpload", upload::abort);
    }

    private static void atOnce(Checks checks, OSS oss, String bucket, Encryption encryption) throws Exception {
        int[] sizes = {102_400, 103_397, 104_394, 105_391, 106_388, 107_385};
        byte[] body = pattern(629_355);
        List<byte[]> pieces = Upload.pieces(body, sizes);
        Upload upload = Upload.begin(oss, bucket, "at once", encryption);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<PartETag>> sent = new ArrayList<>();
            for (int number = 6; number >= 1; number -= 1) {
                int n = number;
                sent.add(threads.submit(() -> upload.part(checks, n, pieces.get(n - 1), encryption.echo())));
            }
            List<PartETag> parts = new ArrayList<>();
            for (Future<PartETag> part : sent) parts.add(part.get());
            upload.complete(parts);
        } finally {
            threads.shutdown();
        }
        Bodies.check(checks, oss, bucket, "at once", "six parts at once", body, encryption.echo());
    }

    private static void all(Checks checks, OSS oss, String bucket, Encryption encryption) throws Exception {
        byte[] body = pattern(252_404);
        List<byte[]> pieces = Upload.pieces(body, 102_400, 150_001, 3);
        Upload upload = Upload.begin(oss, bucket, "all", encryption);
        upload.part(checks, 30, pieces.get(2), encryption.echo());
        upload.part(checks, 7, pieces.get(0), encryption.echo());
        upload.part(checks, 20, pieces.get(1), encryption.echo());
        var request = new CompleteMultipartUploadRequest(bucket, "all", upload.id(), null);
        request.addHeader("x-oss-complete-all", "yes");
        var done = oss.completeMultipartUpload(request);
        checks.equal("Complete of all parts says", List.of(done.getETag(), done.getServerCRC()), List.of(multipartEtag(pieces), crc64(body)));
        Bodies.check(checks, oss, bucket, "all", "all parts", body, encryption.echo());
    }

    private static void abort(Checks checks, OSS oss, String bucket, Encryption encryption) throws Exception {
        oss.putObject(bucket, "aborted", stream(bytes("the former object")), encryption.metadata());
        Upload upload = Upload.begin(oss, bucket, "aborted", encryption);
        PartETag part = upload.part(checks, 1, new byte[110_000], encryption.echo());
        checks.equal("Abort", upload.abort().getResponse().getStatusCode(), 204);
        gone(checks, upload, "Abort");
        checks.refused("Complete after Abort", "NoSuchUpload", () -> upload.complete(part));
        Bodies.check(checks, oss, bucket, "aborted", "the object from before", bytes("the former object"), encryption.echo());
    }
}
