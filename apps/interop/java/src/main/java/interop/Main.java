package interop;

import com.aliyun.oss.common.utils.VersionInfoUtils;
import interop.topics.Appends;
import interop.topics.BatchDelete;
import interop.topics.BucketDocuments;
import interop.topics.BucketRules;
import interop.topics.Buckets;
import interop.topics.Copies;
import interop.topics.Listing;
import interop.topics.Multipart;
import interop.topics.Names;
import interop.topics.ObjectAcls;
import interop.topics.ObjectEncryption;
import interop.topics.PartCopies;
import interop.topics.Permissions;
import interop.topics.PostObject;
import interop.topics.Presigned;
import interop.topics.Reads;
import interop.topics.RefusedEncryption;
import interop.topics.RefusedParts;
import interop.topics.RefusedRequests;
import interop.topics.Symlinks;
import interop.topics.Tagging;
import interop.topics.Transfers;
import interop.topics.UploadListing;
import interop.topics.Versions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Everything that is checked with aliyun-sdk-oss: {@code java … interop.Main [topic…]}, with the environment that the runner sets (README). */
public final class Main {
    private interface Topic {
        void run(Checks checks, Access access) throws Exception;
    }

    /** What depends on where the bucket stands in the URL. */
    private static final Set<String> IN_EVERY_WAY = Set.of("names", "presigned");

    private Main() {}

    public static void main(String[] wanted) {
        Map<String, Topic> topics = topics();
        for (String name : wanted) {
            if (topics.containsKey(name)) continue;
            System.err.println("no topic " + name + "; there are " + String.join(", ", topics.keySet()));
            System.exit(1);
        }
        Server server = Server.fromEnvironment();
        Checks checks = new Checks("aliyun-sdk-oss " + VersionInfoUtils.getVersion() + ": ");
        for (Access access : Access.every(server)) {
            topics.forEach((name, topic) -> {
                if (wanted.length > 0 && !List.of(wanted).contains(name)) return;
                if (!access.full() && !IN_EVERY_WAY.contains(name)) return;
                checks.section(access.signature() + ": " + name + ": " + access.style(), part -> topic.run(part, access));
            });
            access.oss().shutdown();
        }
        System.exit(checks.failed() == 0 ? 0 : 1);
    }

    private static Map<String, Topic> topics() {
        Map<String, Topic> topics = new LinkedHashMap<>();
        topics.put("buckets", Buckets::run);
        topics.put("bucket-rules", BucketRules::run);
        topics.put("object-encryption", ObjectEncryption::run);
        topics.put("refused-encryption", RefusedEncryption::run);
        topics.put("reads", Reads::run);
        topics.put("names", Names::run);
        topics.put("listing", Listing::run);
        topics.put("multipart", Multipart::run);
        topics.put("refused-parts", RefusedParts::run);
        topics.put("transfers", Transfers::run);
        topics.put("part-copies", PartCopies::run);
        topics.put("upload-listing", UploadListing::run);
        topics.put("copies", Copies::run);
        topics.put("appends", Appends::run);
        topics.put("versions", Versions::run);
        topics.put("tagging", Tagging::run);
        topics.put("object-acls", ObjectAcls::run);
        topics.put("symlinks", Symlinks::run);
        topics.put("bucket-documents", BucketDocuments::run);
        topics.put("batch-delete", BatchDelete::run);
        topics.put("refused-requests", RefusedRequests::run);
        topics.put("permissions", Permissions::run);
        topics.put("presigned", Presigned::run);
        topics.put("post-object", PostObject::run);
        return topics;
    }
}
