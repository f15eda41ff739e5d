package interop;

import com.aliyun.oss.OSS;
import com.aliyun.oss.model.CopyObjectRequest;
import com.aliyun.oss.model.GenericResult;
import com.aliyun.oss.model.ObjectMetadata;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** An encryption that a request asks for; {@code echo} is what every reply about the object says of it, as {@link #of} shows it. */
public record Encryption(String name, String algorithm, String keyId, String data, List<String> echo) {
    public static final String SSE = "x-oss-server-side-encryption";
    public static final String SSE_KEY_ID = "x-oss-server-side-encryption-key-id";
    public static final String SSE_DATA = "x-oss-server-side-data-encryption";

    public static final Encryption NONE = new Encryption("none", null, null, null, echo(null, null, null));
    public static final Encryption AES256 = new Encryption("AES256", "AES256", null, null, echo("AES256", null, null));
    public static final Encryption SM4 = new Encryption("SM4", "SM4", null, null, echo("SM4", null, null));

    /** KMS with a key of the user's own. */
    public static Encryption kms(String name, String keyId) {
        return new Encryption(name, "KMS", keyId, null, echo("KMS", keyId, null));
    }

    /** None, AES256, KMS with the default key and with one of the user's own, KMS with SM4 data, SM4. */
    public static List<Encryption> every(Access access, String bucket) {
        OSS oss = access.oss();
        ObjectMetadata kms = new ObjectMetadata();
        kms.setServerSideEncryption("KMS");
        oss.putObject(bucket, "default-key", new ByteArrayInputStream(new byte[1]), kms);
        String key = oss.headObject(bucket, "default-key").getServerSideEncryptionKeyId();
        oss.deleteObject(bucket, "default-key");
        return List.of(
            NONE,
            AES256,
            new Encryption("KMS", "KMS", null, null, echo("KMS", key, null)),
            kms("KMS with a key", access.server().kmsKeyId()),
            new Encryption("KMS/SM4", "KMS", null, "SM4", echo("KMS", key, "SM4")),
            SM4
        );
    }

    public static List<Encryption> everyAndAnotherKey(Access access, String bucket) {
        List<Encryption> all = new ArrayList<>(every(access, bucket));
        all.add(kms("KMS with another key", access.server().otherKmsKeyId()));
        return all;
    }

    /** New metadata that ask for this encryption. */
    public ObjectMetadata metadata() {
        ObjectMetadata metadata = new ObjectMetadata();
        if (algorithm != null) metadata.setServerSideEncryption(algorithm);
        if (keyId != null) metadata.setServerSideEncryptionKeyId(keyId);
        if (data != null) metadata.setServerSideDataEncryption(data);
        return metadata;
    }

    /** The request asks for this encryption of the copy; for the third header it has no field. */
    public CopyObjectRequest of(CopyObjectRequest copy) {
        copy.setServerSideEncryption(algorithm);
        copy.setServerSideEncryptionKeyId(keyId);
        if (data != null) copy.addHeader(SSE_DATA, data);
        return copy;
    }

    /** (algorithm, key id, data encryption) as a reply says; null for what is absent. */
    public static List<String> of(GenericResult result) {
        Map<String, String> headers = result.getResponse().getHeaders();
        return echo(headers.get(SSE), headers.get(SSE_KEY_ID), headers.get(SSE_DATA));
    }

    public static List<String> of(ObjectMetadata metadata) {
        return echo(metadata.getServerSideEncryption(), metadata.getServerSideEncryptionKeyId(), metadata.getServerSideDataEncryption());
    }

    public static List<String> echo(String algorithm, String keyId, String data) {
        return Arrays.asList(algorithm, keyId, data);
    }

    @Override
    public String toString() {
        return name;
    }
}
