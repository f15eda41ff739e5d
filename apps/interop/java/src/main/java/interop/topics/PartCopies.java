package interop.topics;

import static interop.Bodies.crc64;
import static interop.Bodies.md5;
import static interop.Bodies.pattern;
import static interop.Bodies.stream;

import com.aliyun.oss.OSS;
import com.aliyun.oss.model.PartETag;
import com.aliyun.oss.model.UploadPartCopyRequest;
import com.aliyun.oss.model.UploadPartCopyResult;
import interop.Access;
import interop.Bodies;
import interop.Checks;
import interop.Encryption;
import interop.Upload;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Parts that are copied from objects in ranges, from every encryption into every other (protocol reference §2.5, §4.7). */
public final class PartCopies {
    private static final byte[] BODY = pattern(700_001);
    /** Cuts that are no ends of chunks. */
    private static final int[][] RANGES = {{0, 150_000}, {150_000, 400_000}, {400_000, 700_001}};

    private PartCopies() {}

    public static void run(Checks checks, Access access) throws Exception {
        OSS oss = access.oss();
        access.withBucket("part-copies", bucket ->
            access.withBucket("part-sources", sources -> {
                List<Encryption> every = Encryption.every(access, bucket);
                for (Encryption source : every) oss.putObject(sources, "source " + source, stream(BODY), source.metadata());
                for (Encryption source : every) {
                    for (Encryption target : every) {
                        checks.section(source + " to " + target, part -> inRanges(part, oss, bucket, sources, "source " + source, target));
                    }
                }
                ontoItself(checks, oss, bucket);
                conditions(checks, access, bucket, sources);
            })
        );
    }

    private static PartETag copy(Checks checks, Upload upload, int number, String sources, String source, int[] range, List<String> echo) {
        long size = range[1] - range[0];
        UploadPartCopyResult part = upload.oss().uploadPartCopy(
            new UploadPartCopyRequest(sources, source, upload.bucket(), upload.key(), upload.id(), number, (long) range[0], size)
        );
        byte[] piece = Arrays.copyOfRange(BODY, range[0], range[1]);
        checks.equal("copied part " + number + " says", List.of(Encryption.of(part), part.getETag()), List.of(echo, md5(piece)));
        return part.getPartETag();
    }

    private static void inRanges(Checks checks, OSS oss, String bucket, String sources, String source, Encryption target) throws Exception {
        Upload upload = Upload.begin(oss, bucket, "in ranges", target);
        PartETag third = copy(checks, upload, 3, sources, source, RANGES[2], target.echo());
        PartETag first = copy(checks, upload, 1, sources, source, RANGES[0], target.echo());
        PartETag second = copy(checks, upload, 2, sources, source, RANGES[1], target.echo());
        checks.equal("Complete: CRC-64", upload.complete(third, first, second).getServerCRC(), crc64(BODY));
        Bodies.check(checks, oss, bucket, "in ranges", "object", BODY, target.echo());
    }

    /** Parts that cross the parts of their source; the object becomes its own copy under another encryption. */
    private static void ontoItself(Checks checks, OSS oss, String bucket) throws Exception {
        oss.putObject(bucket, "itself", stream(BODY), Encryption.AES256.metadata());
        for (Encryption target : List.of(Encryption.SM4, Encryption.AES256, Encryption.NONE)) {
            Upload upload = Upload.begin(oss, bucket, "itself", target);
            int cut = target == Encryption.AES256 ? 300_000 : 500_003;
            PartETag second = copy(checks, upload, 2, bucket, "itself", new int[] {cut, BODY.length}, target.echo());
            PartETag first = copy(checks, upload, 1, bucket, "itself", new int[] {0, cut}, target.echo());
            upload.complete(first, second);
            Bodies.check(checks, oss, bucket, "itself", "object of its own parts, " + target, BODY, target.echo());
        }
    }

    private static void conditions(Checks checks, Access access, String bucket, String sources) {
        OSS oss = access.oss();
        Upload upload = Upload.begin(oss, bucket, "refused", Encryption.NONE);
        List<String> own = List.of(oss.headObject(sources, "source none").getETag());
        List<String> another = List.of("0".repeat(32));
        checks.refused("source that is missing", "NoSuchKey", () -> part(upload, sources, "missing", request -> {}));
        String nowhere = access.newName("nowhere");
        checks.refused("source in a bucket that is missing", "NoSuchBucket", () -> part(upload, nowhere, "source none", request -> {}));
        Consumer<UploadPartCopyRequest> mismatch = request -> request.setMatchingETagConstraints(another);
        checks.refused("If-Match of another", "PreconditionFailed", () -> part(upload, sources, "source none", mismatch));
        Consumer<UploadPartCopyRequest> same = request -> request.setNonmatchingETagConstraints(own);
        checks.refused("If-None-Match of its own", "NotModified", () -> part(upload, sources, "source none", same));
        checks.equal("nothing is stored by refused copies", upload.parts().getParts().size(), 0);
        checks.equal("If-Match of its own", part(upload, sources, "source none", request -> request.setMatchingETagConstraints(own)).getETag(), own.get(0));
        upload.abort();
    }

    /** The whole source as a part. */
    private static UploadPartCopyResult part(Upload upload, String sources, String source, Consumer<UploadPartCopyRequest> change) {
        UploadPartCopyRequest request = new UploadPartCopyRequest(sources, source, upload.bucket(), upload.key(), upload.id());
        request.setPartNumber(1);
        change.accept(request);
        return upload.oss().uploadPartCopy(request);
    }
}
