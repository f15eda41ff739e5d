package interop.topics;

import static interop.Bodies.bytes;
import static interop.Bodies.stream;

import com.aliyun.oss.OSS;
import com.aliyun.oss.model.ServerSideEncryptionByDefault;
import com.aliyun.oss.model.ServerSideEncryptionConfiguration;
import com.aliyun.oss.model.SetBucketEncryptionRequest;
import interop.Access;
import interop.Bodies;
import interop.Checks;
import interop.Encryption;
import java.util.List;

/** What a bucket's encryption rule may say, what is shown of it, and what it does (protocol reference §1.3-1.5, §2.10). */
public final class BucketRules {
    private static final String MASKED = "9468da86-3509-4f8d-a61e-6eab1eac****";

    /** (algorithm, key id, data encryption): as put, and as shown. */
    private static final List<List<List<String>>> ACCEPTED = List.of(
        List.of(words("AES256", null, null), words("AES256", null, null)),
        List.of(words("SM4", null, null), words("SM4", null, null)),
        List.of(words("KMS", null, null), words("KMS", null, null)),
        List.of(words("KMS", "123", null), words("KMS", "123", null)),
        List.of(words("KMS", null, "SM4"), words("KMS", null, "SM4")),
        List.of(words("KMS", MASKED, "SM4"), words("KMS", MASKED, "SM4")),
        List.of(words("AES256", null, "SM4"), words("AES256", null, null))
    );

    private record Refused(List<String> rule, String code, String ec) {}

    private static final List<Refused> REFUSED = List.of(
        new Refused(words("AES256", "123", null), "InvalidArgument", "0005-00000204"),
        new Refused(words("SM4", "123", null), "InvalidArgument", "0005-00000204"),
        new Refused(words("AES", null, null), "InvalidEncryptionAlgorithmError", "0005-00000003"),
        new Refused(words("KMS", null, "AES256"), "InvalidDataEncryptionAlgorithmError", "0005-00000203")
    );

    private BucketRules() {}

    public static void run(Checks checks, Access access) throws Exception {
        OSS oss = access.oss();
        access.withBucket("rules", bucket -> {
            noRule(checks, oss, bucket, "a new bucket");
            for (List<List<String>> rule : ACCEPTED) {
                put(oss, bucket, rule.get(0));
                checks.equal(rule.get(0) + ": shown", shown(oss, bucket), rule.get(1));
                var info = oss.getBucketInfo(bucket).getServerSideEncryptionConfiguration();
                checks.equal(rule.get(0) + ": shown by bucket info", shown(info), rule.get(1));
            }
            put(oss, bucket, words("KMS", "former", "SM4"));
            for (Refused wrong : REFUSED) {
                checks.refused(wrong.rule + "", wrong.code, wrong.ec, null, () -> put(oss, bucket, wrong.rule));
                checks.equal(wrong.rule + ": the former rule stays", shown(oss, bucket), words("KMS", "former", "SM4"));
            }
            applied(checks, access, bucket);
            oss.deleteBucketEncryption(bucket);
            noRule(checks, oss, bucket, "after the deletion");
            checks.equal("delete again", oss.deleteBucketEncryption(bucket).getResponse().getStatusCode(), 204);
        });
        String missing = access.newName("missing");
        checks.refused("put, no bucket", "NoSuchBucket", "0015-00000101", null, () -> put(oss, missing, words("AES256", null, null)));
        checks.refused("get, no bucket", "NoSuchBucket", "0015-00000101", null, () -> oss.getBucketEncryption(missing));
        checks.refused("delete, no bucket", "NoSuchBucket", "0015-00000101", null, () -> oss.deleteBucketEncryption(missing));
    }

    private static List<String> words(String algorithm, String keyId, String data) {
        return Encryption.echo(algorithm, keyId, data);
    }

    private static Object put(OSS oss, String bucket, List<String> rule) {
        ServerSideEncryptionByDefault wanted = new ServerSideEncryptionByDefault(rule.get(0));
        wanted.setKMSMasterKeyID(rule.get(1));
        wanted.setKMSDataEncryption(rule.get(2));
        var configuration = new ServerSideEncryptionConfiguration().withApplyServerSideEncryptionByDefault(wanted);
        return oss.setBucketEncryption(new SetBucketEncryptionRequest(bucket, configuration));
    }

    private static List<String> shown(OSS oss, String bucket) {
        return shown(oss.getBucketEncryption(bucket));
    }

    private static List<String> shown(ServerSideEncryptionConfiguration rule) {
        ServerSideEncryptionByDefault said = rule.getApplyServerSideEncryptionByDefault();
        return words(said.getSSEAlgorithm(), orNull(said.getKMSMasterKeyID()), orNull(said.getKMSDataEncryption()));
    }

    private static String orNull(String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    /** Each rule counts for the objects that are put under it, unless the request asks for something else. */
    private static void applied(Checks checks, Access access, String bucket) throws Exception {
        OSS oss = access.oss();
        String key = access.server().kmsKeyId();
        List<List<String>> rules = List.of(
            words("AES256", null, null), words("KMS", key, null), words("KMS", key, "SM4"), words("SM4", null, null)
        );
        for (List<String> rule : rules) {
            put(oss, bucket, rule);
            oss.putObject(bucket, "ruled " + rule, stream(bytes("body")));
        }
        for (List<String> rule : rules) {
            Bodies.check(checks, oss, bucket, "ruled " + rule, "put under " + rule, bytes("body"), rule);
        }
        oss.putObject(bucket, "asked", stream(bytes("body")), Encryption.AES256.metadata());
        put(oss, bucket, words("KMS", "no-such-key", null));
        checks.refused("put under a rule whose key is missing", "KeyNotFound", () -> oss.putObject(bucket, "asked", stream(bytes("other"))));
        Bodies.check(checks, oss, bucket, "asked", "the request outranks the rule", bytes("body"), Encryption.AES256.echo());
    }

    private static void noRule(Checks checks, OSS oss, String bucket, String what) {
        String message = "The server side encryption configuration was not found.";
        checks.refused(what + " has no rule", "NoSuchServerSideEncryptionRule", null, message, () -> oss.getBucketEncryption(bucket));
    }
}
