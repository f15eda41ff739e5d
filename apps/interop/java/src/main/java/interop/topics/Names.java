package interop.topics;

import static interop.Bodies.bytes;
import static interop.Bodies.read;
import static interop.Bodies.stream;

import com.aliyun.oss.OSS;
import com.aliyun.oss.model.ListObjectsV2Request;
import com.aliyun.oss.model.OSSObjectSummary;
import interop.Access;
import interop.Checks;
import interop.Encryption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Object names with spaces, signs, slashes, Chinese, control characters. */
public final class Names {
    /** Ordered by their bytes, as listings are. */
    static final Comparator<String> BY_BYTES = (one, other) -> Arrays.compareUnsigned(bytes(one), bytes(other));

    static final List<String> NAMES = List.of(
        "plain.txt",
        "a b  c",
        "plus+and%20percent%",
        "question?x=1&y=2",
        "hash#~!*'()[]",
        "semi;colon:comma,at@dollar$equals=",
        "folder/sub folder/",
        "double//slash",
        "中文/对象 😀",
        "control\u0001\n",
        "quote\"<&>",
        "back\\slash",
        "x".repeat(1023)
    );

    private Names() {}

    public static void run(Checks checks, Access access) throws Exception {
        OSS oss = access.oss();
        access.withBucket("names", bucket -> {
            for (String name : NAMES) {
                oss.putObject(bucket, name, stream(bytes(name)), Encryption.AES256.metadata());
                checks.equal("get " + shown(name), new String(read(oss, bucket, name), "UTF-8"), name);
                checks.equal("head " + shown(name), oss.headObject(bucket, name).getContentLength(), (long) bytes(name).length);
            }
            ListObjectsV2Request all = new ListObjectsV2Request(bucket).withEncodingType("url");
            List<String> listed = oss.listObjectsV2(all).getObjectSummaries().stream().map(OSSObjectSummary::getKey).map(Access::decoded).toList();
            checks.equal("all are listed", listed, NAMES.stream().sorted(BY_BYTES).toList());
            for (String name : NAMES) {
                oss.deleteObject(bucket, name);
                checks.equal("delete " + shown(name), oss.doesObjectExist(bucket, name), false);
            }
        });
    }

    /** The name as it can stand in a check's line. */
    static String shown(String name) {
        return name.substring(0, Math.min(40, name.length())).replaceAll("\\p{Cntrl}", "?");
    }
}
