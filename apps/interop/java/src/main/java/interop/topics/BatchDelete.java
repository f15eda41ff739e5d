package interop.topics;

import static interop.Bodies.bytes;
import static interop.Bodies.stream;

import com.aliyun.oss.OSS;
import com.aliyun.oss.model.DeleteObjectsRequest;
import com.aliyun.oss.model.OSSObjectSummary;
import interop.Access;
import interop.Checks;
import interop.Encryption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Deleting many objects with one request (protocol reference §4.5, observed behaviour 28). */
public final class BatchDelete {
    private BatchDelete() {}

    public static void run(Checks checks, Access access) throws Exception {
        OSS oss = access.oss();
        access.withBucket("batch", bucket -> {
            List<String> names = new ArrayList<>(Names.NAMES);
            oss.putObject(bucket, "kept", stream(bytes("body")), Encryption.AES256.metadata());
            for (String name : names) oss.putObject(bucket, name, stream(bytes("body")), Encryption.SM4.metadata());
            List<String> deleted = delete(oss, bucket, names, false);
            checks.equal("names of every kind", deleted.stream().sorted(Names.BY_BYTES).toList(), names.stream().sorted(Names.BY_BYTES).toList());
            checks.equal("what is left", left(oss, bucket), List.of("kept"));
            checks.equal("names that are missing", delete(oss, bucket, List.of("missing", "never"), false), List.of("missing", "never"));
            oss.putObject(bucket, "quiet", stream(bytes("body")));
            checks.equal("quiet", delete(oss, bucket, List.of("quiet", "missing"), true), List.of());
            List<String> many = IntStream.range(0, 1000).mapToObj(n -> "many/" + n).toList();
            checks.equal("1000 at once", delete(oss, bucket, many, false).size(), 1000);
            checks.equal("what is left in the end", left(oss, bucket), List.of("kept"));
        });
    }

    private static List<String> delete(OSS oss, String bucket, List<String> names, boolean quiet) {
        var request = new DeleteObjectsRequest(bucket).withKeys(names).withQuiet(quiet).withEncodingType("url");
        return oss.deleteObjects(request).getDeletedObjects().stream().map(Access::decoded).toList();
    }

    private static List<String> left(OSS oss, String bucket) {
        return oss.listObjectsV2(bucket).getObjectSummaries().stream().map(OSSObjectSummary::getKey).toList();
    }
}
