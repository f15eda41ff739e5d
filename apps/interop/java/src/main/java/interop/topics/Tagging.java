package interop.topics;

import static interop.Bodies.bytes;
import static interop.Bodies.stream;

import com.aliyun.oss.OSS;
import com.aliyun.oss.model.CopyObjectRequest;
import com.aliyun.oss.model.InitiateMultipartUploadRequest;
import com.aliyun.oss.model.ObjectMetadata;
import interop.Access;
import interop.Bodies;
import interop.Checks;
import interop.Encryption;
import interop.Upload;
import java.util.HashMap;
import java.util.Map;

/** Tags of objects of every encryption (protocol reference §4.6, observed behaviour 30). */
public final class Tagging {
    private static final Map<String, String> TAGS = Map.of("team", "red", "a b", "c+d", "k.:/=-_", "+");

    private Tagging() {}

    public static void run(Checks checks, Access access) throws Exception {
        OSS oss = access.oss();
        access.withBucket("tagging", bucket -> {
            for (Encryption encryption : Encryption.every(access, bucket)) {
                checks.section(encryption.name(), part -> changed(part, oss, bucket, encryption));
            }
            writes(checks, oss, bucket);
            refusals(checks, oss, bucket);
        });
    }

    private static Map<String, String> tagsOf(OSS oss, String bucket, String key) {
        return Map.copyOf(oss.getObjectTagging(bucket, key).getAllTags());
    }

    private static void changed(Checks checks, OSS oss, String bucket, Encryption encryption) throws Exception {
        ObjectMetadata sent = encryption.metadata();
        sent.setObjectTagging(Map.of("first", "1"));
        oss.putObject(bucket, "object", stream(bytes("body")), sent);
        checks.equal("of the put", tagsOf(oss, bucket, "object"), Map.of("first", "1"));
        oss.setObjectTagging(bucket, "object", TAGS);
        checks.equal("put", tagsOf(oss, bucket, "object"), TAGS);
        Object count = oss.getObjectMetadata(bucket, "object").getRawMetadata().get("x-oss-tagging-count");
        checks.equal("their number", count, "3");
        oss.deleteObjectTagging(bucket, "object");
        checks.equal("delete", tagsOf(oss, bucket, "object"), Map.of());
        Bodies.check(checks, oss, bucket, "object", "the object", bytes("body"), encryption.echo());
    }

    private static void writes(Checks checks, OSS oss, String bucket) {
        ObjectMetadata sent = Encryption.SM4.metadata();
        sent.setObjectTagging(TAGS);
        oss.putObject(bucket, "source", stream(bytes("body")), sent);
        String id = oss.initiateMultipartUpload(new InitiateMultipartUploadRequest(bucket, "parts", sent)).getUploadId();
        Upload upload = new Upload(oss, bucket, "parts", id);
        upload.complete(upload.send(1, bytes("body")).getPartETag());
        checks.equal("of an upload", tagsOf(oss, bucket, "parts"), TAGS);
        oss.copyObject(bucket, "source", bucket, "copy");
        checks.equal("of a copy", tagsOf(oss, bucket, "copy"), TAGS);
        ObjectMetadata other = new ObjectMetadata();
        other.setObjectTagging(Map.of("new", "1"));
        CopyObjectRequest replacing = new CopyObjectRequest(bucket, "source", bucket, "copy");
        replacing.setNewObjectMetadata(other);
        oss.copyObject(replacing);
        checks.equal("of a copy that replaces them", tagsOf(oss, bucket, "copy"), Map.of("new", "1"));
    }

    private static void refusals(Checks checks, OSS oss, String bucket) {
        Map<String, String> eleven = new HashMap<>();
        for (int n = 0; n < 11; n += 1) eleven.put("k" + n, "v");
        refused(checks, oss, bucket, "eleven", eleven);
        refused(checks, oss, bucket, "a long key", Map.of("k".repeat(129), "v"));
        refused(checks, oss, bucket, "a long value", Map.of("k", "v".repeat(257)));
        refused(checks, oss, bucket, "a sign that tags cannot have", Map.of("50%", "v"));
        checks.equal("what was refused changes nothing", tagsOf(oss, bucket, "source"), TAGS);
        checks.refused("of no object", "NoSuchKey", () -> oss.getObjectTagging(bucket, "missing"));
    }

    private static void refused(Checks checks, OSS oss, String bucket, String what, Map<String, String> tags) {
        checks.refused(what, "InvalidTag", () -> oss.setObjectTagging(bucket, "source", tags));
    }
}
