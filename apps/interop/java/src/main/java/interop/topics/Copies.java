package interop.topics;

import static interop.Bodies.bytes;
import static interop.Bodies.md5;
import static interop.Bodies.pattern;
import static interop.Bodies.read;
import static interop.Bodies.stream;

import com.aliyun.oss.OSS;
import com.aliyun.oss.model.CopyObjectRequest;
import com.aliyun.oss.model.CopyObjectResult;
import com.aliyun.oss.model.ObjectMetadata;
import interop.Access;
import interop.Bodies;
import interop.Checks;
import interop.Encryption;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** CopyObject between all encryptions, onto other keys, other buckets and the object itself; metadata (protocol reference §2.5, §4.6). */
public final class Copies {
    private static final byte[] BODY = pattern(70_003);
    private static final List<Object> SENT = List.of("text/x-source", Map.of("note", "source", "gone", "x"));

    private Copies() {}

    public static void run(Checks checks, Access access) throws Exception {
        OSS oss = access.oss();
        access.withBucket("copies", bucket ->
            access.withBucket("copies-to", other -> {
                List<Encryption> every = Encryption.everyAndAnotherKey(access, bucket);
                for (Encryption source : every) {
                    for (Encryption target : every) {
                        checks.section(source + " to " + target, part -> pair(part, oss, bucket, other, source, target));
                    }
                }
                oddNames(checks, oss, bucket);
                metadata(checks, oss, bucket);
                refusals(checks, access, bucket);
            })
        );
    }

    private static void putDescribed(OSS oss, String bucket, String key, Encryption encryption) {
        ObjectMetadata sent = encryption.metadata();
        sent.setContentType("text/x-source");
        sent.addUserMetadata("note", "source");
        sent.addUserMetadata("gone", "x");
        oss.putObject(bucket, key, stream(BODY), sent);
    }

    private static List<Object> shown(OSS oss, String bucket, String key) {
        ObjectMetadata head = oss.getObjectMetadata(bucket, key);
        return List.of(head.getContentType(), head.getUserMetadata());
    }

    private static void pair(Checks checks, OSS oss, String bucket, String other, Encryption source, Encryption target) throws Exception {
        putDescribed(oss, bucket, "source", source);
        for (List<String> goal : List.of(List.of(bucket, "target"), List.of(other, "target"), List.of(bucket, "source"))) {
            String what = (goal.get(0).equals(other) ? "another bucket, " : "") + goal.get(1);
            CopyObjectRequest request = target.of(new CopyObjectRequest(bucket, "source", goal.get(0), goal.get(1)));
            CopyObjectResult done = oss.copyObject(request);
            checks.equal(what + ": copy says", List.of(Encryption.of(done), done.getETag()), List.of(target.echo(), md5(BODY)));
            Bodies.check(checks, oss, goal.get(0), goal.get(1), what, BODY, target.echo());
            checks.equal(what + ": metadata", shown(oss, goal.get(0), goal.get(1)), SENT);
        }
    }

    private static void oddNames(Checks checks, OSS oss, String bucket) throws Exception {
        for (String name : List.of("a b+c%20d", "question?versionId=1&b", "hash#~!*'()", "中文/对象 😀", "control\u0001\n", "double//slash/")) {
            oss.putObject(bucket, name, stream(bytes(name)), Encryption.AES256.metadata());
            oss.copyObject(Encryption.SM4.of(new CopyObjectRequest(bucket, name, bucket, "copy " + name)));
            checks.equal("copy of " + Names.shown(name), new String(read(oss, bucket, "copy " + name), "UTF-8"), name);
        }
    }

    /** Metadata in the request replace the source's, encryption included; without them the source's stay. */
    private static void metadata(Checks checks, OSS oss, String bucket) throws Exception {
        putDescribed(oss, bucket, "described", Encryption.SM4);
        ObjectMetadata asked = Encryption.AES256.metadata();
        asked.setContentType("text/x-target");
        asked.addUserMetadata("note", "target");
        CopyObjectRequest request = new CopyObjectRequest(bucket, "described", bucket, "copy");
        request.setNewObjectMetadata(asked);
        oss.copyObject(request);
        checks.equal("REPLACE", shown(oss, bucket, "copy"), List.of("text/x-target", Map.of("note", "target")));
        Bodies.check(checks, oss, bucket, "copy", "REPLACE", BODY, Encryption.AES256.echo());
        CopyObjectRequest unknown = new CopyObjectRequest(bucket, "described", bucket, "copy");
        unknown.addHeader("x-oss-metadata-directive", "MOVE");
        checks.refused("an unknown directive", "InvalidArgument", () -> oss.copyObject(unknown));
    }

    private static void refusals(Checks checks, Access access, String bucket) throws Exception {
        OSS oss = access.oss();
        List<String> own = List.of(oss.headObject(bucket, "described").getETag());
        List<String> another = List.of("0".repeat(32));
        Date before = new Date(946_684_800_000L);
        byte[] former = bytes("the former object");
        oss.putObject(bucket, "kept", stream(former), Encryption.AES256.metadata());
        refused(checks, oss, bucket, "If-Match of another", request -> request.setMatchingETagConstraints(another), "PreconditionFailed");
        refused(checks, oss, bucket, "If-Unmodified-Since before", request -> request.setUnmodifiedSinceConstraint(before), "PreconditionFailed");
        refused(checks, oss, bucket, "If-None-Match of its own", request -> request.setNonmatchingETagConstraints(own), "NotModified");
        refused(checks, oss, bucket, "forbid-overwrite", request -> request.addHeader("x-oss-forbid-overwrite", "true"), "FileAlreadyExists");
        refused(checks, oss, bucket, "a source that is missing", request -> request.setSourceKey("missing"), "NoSuchKey");
        String nowhere = access.newName("nowhere");
        refused(checks, oss, bucket, "a source in no bucket", request -> request.setSourceBucketName(nowhere), "NoSuchBucket");
        Encryption noKey = Encryption.kms("no key", "no-such-key");
        refused(checks, oss, bucket, "a key that is missing", noKey::of, "KeyNotFound");
        refused(checks, oss, bucket, "onto itself, a key that is missing", request -> noKey.of(request).setSourceKey("kept"), "KeyNotFound");
        Bodies.check(checks, oss, bucket, "kept", "refused copies leave the target", former, Encryption.AES256.echo());
        CopyObjectRequest met = new CopyObjectRequest(bucket, "described", bucket, "met");
        met.setMatchingETagConstraints(own);
        checks.equal("If-Match of its own", oss.copyObject(met).getETag(), own.get(0));
    }

    private static void refused(Checks checks, OSS oss, String bucket, String what, Consumer<CopyObjectRequest> change, String code) {
        CopyObjectRequest request = new CopyObjectRequest(bucket, "described", bucket, "kept");
        change.accept(request);
        checks.refused(what, code, () -> oss.copyObject(request));
    }
}
