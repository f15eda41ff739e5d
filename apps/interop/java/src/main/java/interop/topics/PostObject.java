package interop.topics;

import static interop.Bodies.bytes;
import static interop.Bodies.pattern;

import com.aliyun.oss.OSS;
import com.aliyun.oss.common.utils.BinaryUtil;
import com.aliyun.oss.model.MatchMode;
import com.aliyun.oss.model.PolicyConditions;
import interop.Access;
import interop.Bodies;
import interop.Checks;
import interop.Encryption;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Forms that a browser would post, with the policy and signature (V1) that this client makes for them (protocol reference §3.5). */
public final class PostObject {
    private static final byte[] BODY = pattern(40_001);
    private static final String BOUNDARY = "9431149156168";
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private PostObject() {}

    public static void run(Checks checks, Access access) throws Exception {
        OSS oss = access.oss();
        access.withBucket("post", bucket -> {
            for (Encryption encryption : Encryption.every(access, bucket)) {
                Map<String, String> fields = fields(access, "posted/" + encryption, 100_000);
                encryption.metadata().getRawMetadata().forEach((name, value) -> fields.put(name, value.toString()));
                fields.put("success_action_status", "201");
                checks.equal("form under " + encryption, post(access, bucket, fields), 201);
                Bodies.check(checks, oss, bucket, "posted/" + encryption, "form under " + encryption, BODY, encryption.echo());
            }
            Map<String, String> named = fields(access, "posted/${filename}", 100_000);
            checks.equal("form that names the file", post(access, bucket, named), 204);
            Bodies.check(checks, oss, bucket, "posted/file.bin", "form that names the file", BODY, Encryption.NONE.echo());
            checks.equal("a file that is too long", post(access, bucket, fields(access, "posted/long", 40_000)), 400);
            Map<String, String> forged = fields(access, "posted/forged", 100_000);
            forged.put("Signature", "AAAAAAAAAAAAAAAAAAAAAAAAAAA=");
            checks.equal("a wrong signature", post(access, bucket, forged), 403);
            checks.equal("a key that the policy does not allow", post(access, bucket, fields(access, "elsewhere", 100_000)), 403);
            for (String key : List.of("posted/long", "posted/forged", "elsewhere")) {
                checks.equal("nothing is stored at " + key, oss.doesObjectExist(bucket, key), false);
            }
        });
    }

    private static Map<String, String> fields(Access access, String key, int longest) {
        PolicyConditions conditions = new PolicyConditions();
        conditions.addConditionItem(PolicyConditions.COND_CONTENT_LENGTH_RANGE, 0, longest);
        conditions.addConditionItem(MatchMode.StartWith, PolicyConditions.COND_KEY, "posted/");
        String policy = access.oss().generatePostPolicy(new Date(System.currentTimeMillis() + 600_000), conditions);
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("key", key);
        fields.put("OSSAccessKeyId", access.server().accessKeyId());
        fields.put("policy", BinaryUtil.toBase64String(bytes(policy)));
        fields.put("Signature", access.oss().calculatePostSignature(policy));
        return fields;
    }

    /** The status that answers the form. */
    private static int post(Access access, String bucket, Map<String, String> fields) throws IOException, InterruptedException {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        fields.forEach((name, value) ->
            form.writeBytes(bytes("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n"))
        );
        String file = "Content-Disposition: form-data; name=\"file\"; filename=\"file.bin\"\r\nContent-Type: application/octet-stream";
        form.writeBytes(bytes("--" + BOUNDARY + "\r\n" + file + "\r\n\r\n"));
        form.writeBytes(BODY);
        form.writeBytes(bytes("\r\n--" + BOUNDARY + "--\r\n"));
        URI target = URI.create(access.urlOf(bucket));
        HttpRequest request = HttpRequest.newBuilder(target)
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .POST(HttpRequest.BodyPublishers.ofByteArray(form.toByteArray()))
            .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
}
