package interop.topics;

import static interop.Bodies.bytes;
import static interop.Bodies.read;
import static interop.Bodies.stream;

import com.aliyun.oss.OSS;
import com.aliyun.oss.model.ServerSideEncryptionByDefault;
import com.aliyun.oss.model.ServerSideEncryptionConfiguration;
import com.aliyun.oss.model.SetBucketEncryptionRequest;
import com.aliyun.oss.model.VoidResult;
import interop.Access;
import interop.Checks;
import interop.Server;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;

/** Users that may a part of everything, and a session (protocol reference §5.2). */
public final class Permissions {
    private static final Map<String, BiFunction<OSS, String, Object>> RULE_OPERATIONS = new LinkedHashMap<>();

    static {
        RULE_OPERATIONS.put("put", (oss, bucket) -> put(oss, bucket, "SM4"));
        RULE_OPERATIONS.put("get", OSS::getBucketEncryption);
        RULE_OPERATIONS.put("delete", OSS::deleteBucketEncryption);
    }

    private Permissions() {}

    public static void run(Checks checks, Access access) throws Exception {
        access.withBucket("permissions", bucket -> {
            access.oss().putObject(bucket, "object", stream(bytes("body")));
            for (String missing : RULE_OPERATIONS.keySet()) lacking(checks, access, bucket, missing);
            OSS reader = access.user("reader");
            checks.equal("reader: get", new String(read(reader, bucket, "object")), "body");
            checks.refused("reader: put", "AccessDenied", () -> reader.putObject(bucket, "object", stream(bytes("other"))));
            reader.shutdown();
            OSS session = access.session(Server.session().get(2));
            session.putObject(bucket, "object", stream(bytes("body")));
            checks.equal("session: get of what it put", new String(read(session, bucket, "object")), "body");
            checks.refused("session: delete", "AccessDenied", () -> session.deleteObject(bucket, "object"));
            session.shutdown();
            OSS wrong = access.session("token");
            checks.refused("a token that is none", "InvalidSecurityToken", () -> wrong.getObject(bucket, "object"));
            wrong.shutdown();
        });
    }

    private static VoidResult put(OSS oss, String bucket, String algorithm) {
        var wanted = new ServerSideEncryptionByDefault(algorithm);
        var rule = new ServerSideEncryptionConfiguration().withApplyServerSideEncryptionByDefault(wanted);
        return oss.setBucketEncryption(new SetBucketEncryptionRequest(bucket, rule));
    }

    /** The user lacks the action of one operation on the rule, which alone is refused. */
    private static void lacking(Checks checks, Access access, String bucket, String missing) {
        OSS restricted = access.user("no-" + missing + "-rule");
        RULE_OPERATIONS.forEach((name, operation) -> {
            put(access.oss(), bucket, "AES256");
            String what = "may all but " + missing + " the rule: " + name;
            if (!name.equals(missing)) {
                checks.holds(what, operation.apply(restricted, bucket) != null, null);
                return;
            }
            checks.refused(what, "AccessDenied", () -> operation.apply(restricted, bucket));
            var rule = access.oss().getBucketEncryption(bucket).getApplyServerSideEncryptionByDefault();
            checks.equal(what + " changed nothing", rule.getSSEAlgorithm(), "AES256");
        });
        access.oss().deleteBucketEncryption(bucket);
        restricted.shutdown();
    }
}
