package interop.topics;

import static interop.Bodies.bytes;
import static interop.Bodies.stream;

import com.aliyun.oss.OSS;
import com.aliyun.oss.model.AppendObjectRequest;
import com.aliyun.oss.model.CopyObjectRequest;
import com.aliyun.oss.model.GenericRequest;
import com.aliyun.oss.model.GetObjectRequest;
import com.aliyun.oss.model.HeadObjectRequest;
import com.aliyun.oss.model.InitiateMultipartUploadRequest;
import com.aliyun.oss.model.ListObjectsRequest;
import com.aliyun.oss.model.ListObjectsV2Request;
import com.aliyun.oss.model.WebServiceRequest;
import interop.Access;
import interop.Bodies;
import interop.Checks;
import interop.Encryption;
import interop.Server;
import java.util.List;

/** Encryption headers that are refused: each with its code, and nothing stored (protocol reference §1.5, §2.2). */
public final class RefusedEncryption {
    private static final byte[] FORMER = bytes("the former object");

    private record Wrong(String what, Encryption encryption, String code, String ec) {}

    private RefusedEncryption() {}

    public static void run(Checks checks, Access access) throws Exception {
        OSS oss = access.oss();
        access.withBucket("refused", bucket -> {
            oss.putObject(bucket, "kept", stream(FORMER), Encryption.AES256.metadata());
            for (Wrong wrong : refusals(access.server())) writes(checks, oss, bucket, wrong);
            Bodies.check(checks, oss, bucket, "kept", "what was refused leaves the former object", FORMER, Encryption.AES256.echo());
            wrongOperations(checks, oss, bucket);
        });
    }

    private static List<Wrong> refusals(Server server) {
        String key = server.kmsKeyId();
        return List.of(
            new Wrong("an unknown algorithm", asked("invalid", null, null), "InvalidEncryptionAlgorithmError", "0005-00000003"),
            new Wrong("AES256 and a key id", asked("AES256", key, null), "InvalidArgument", null),
            new Wrong("SM4 and a key id", asked("SM4", key, null), "InvalidArgument", null),
            new Wrong("KMS and a key id that is not there", asked("KMS", "no-such-key", null), "KeyNotFound", "0005-00000208"),
            new Wrong("KMS and SM4 and a key id that is not there", asked("KMS", "no-such-key", "SM4"), "KeyNotFound", "0005-00000208"),
            new Wrong("KMS and a disabled key", asked("KMS", server.disabledKmsKeyId(), null), "KeyDisabled", "0005-00000214"),
            new Wrong("KMS and an unknown data encryption", asked("KMS", null, "AES128"), "InvalidDataEncryptionAlgorithmError", "0005-00000203")
        );
    }

    private static Encryption asked(String algorithm, String keyId, String data) {
        return new Encryption("wrong", algorithm, keyId, data, List.of());
    }

    private static void writes(Checks checks, OSS oss, String bucket, Wrong wrong) {
        Encryption asked = wrong.encryption;
        for (String key : List.of("refused", "kept")) {
            String what = "put of " + key + " with " + wrong.what;
            checks.refused(what, wrong.code, wrong.ec, null, () -> oss.putObject(bucket, key, stream(bytes("other")), asked.metadata()));
        }
        AppendObjectRequest append = new AppendObjectRequest(bucket, "refused", stream(bytes("other")), asked.metadata()).withPosition(0L);
        checks.refused("append with " + wrong.what, wrong.code, wrong.ec, null, () -> oss.appendObject(append));
        InitiateMultipartUploadRequest begin = new InitiateMultipartUploadRequest(bucket, "refused", asked.metadata());
        checks.refused("Initiate with " + wrong.what, wrong.code, wrong.ec, null, () -> oss.initiateMultipartUpload(begin));
        CopyObjectRequest copy = asked.of(new CopyObjectRequest(bucket, "kept", bucket, "kept"));
        checks.refused("copy onto itself with " + wrong.what, wrong.code, wrong.ec, null, () -> oss.copyObject(copy));
        checks.equal("nothing is stored with " + wrong.what, oss.doesObjectExist(bucket, "refused"), false);
    }

    /** Operations that store nothing refuse the header; on HEAD the error comes through {@code x-oss-err}. */
    private static void wrongOperations(Checks checks, OSS oss, String bucket) {
        String message = "x-oss-server-side-encryption header is not supported for this operation.";
        String ec = "0005-00000002";
        checks.refused("get", "InvalidArgument", ec, message, () -> oss.getObject(stern(new GetObjectRequest(bucket, "kept"))));
        checks.refused("head", "InvalidArgument", ec, message, () -> oss.headObject(stern(new HeadObjectRequest(bucket, "kept"))));
        checks.refused("meta", "InvalidArgument", ec, message, () -> oss.getSimplifiedObjectMeta(stern(new GenericRequest(bucket, "kept"))));
        checks.refused("delete", "InvalidArgument", ec, message, () -> oss.deleteObject(stern(new GenericRequest(bucket, "kept"))));
        checks.refused("list", "InvalidArgument", ec, message, () -> oss.listObjects(stern(new ListObjectsRequest(bucket))));
        checks.refused("list v2", "InvalidArgument", ec, message, () -> oss.listObjectsV2(stern(new ListObjectsV2Request(bucket))));
        checks.equal("the object is still there", oss.doesObjectExist(bucket, "kept"), true);
    }

    private static <R extends WebServiceRequest> R stern(R request) {
        request.addHeader(Encryption.SSE, "AES256");
        return request;
    }
}
