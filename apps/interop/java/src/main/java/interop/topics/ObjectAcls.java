package interop.topics;

import static interop.Bodies.bytes;
import static interop.Bodies.stream;

import com.aliyun.oss.OSS;
import com.aliyun.oss.model.CannedAccessControlList;
import com.aliyun.oss.model.ObjectMetadata;
import interop.Access;
import interop.Bodies;
import interop.Checks;
import interop.Encryption;
import java.util.List;

/** ACLs of objects: stored, shown, and their own for each write (protocol reference §4.6). */
public final class ObjectAcls {
    private static final List<CannedAccessControlList> EVERY = List.of(
        CannedAccessControlList.Private,
        CannedAccessControlList.PublicRead,
        CannedAccessControlList.PublicReadWrite,
        CannedAccessControlList.Default
    );

    private ObjectAcls() {}

    public static void run(Checks checks, Access access) throws Exception {
        OSS oss = access.oss();
        access.withBucket("acls", bucket -> {
            for (Encryption encryption : Encryption.every(access, bucket)) {
                checks.section(encryption.name(), part -> changed(part, oss, bucket, encryption));
            }
            checks.refused("of no object", "NoSuchKey", () -> oss.getObjectAcl(bucket, "missing"));
        });
    }

    private static String aclOf(OSS oss, String bucket) {
        return oss.getObjectAcl(bucket, "object").getPermission().toString();
    }

    private static void changed(Checks checks, OSS oss, String bucket, Encryption encryption) throws Exception {
        oss.putObject(bucket, "object", stream(bytes("body")), encryption.metadata());
        checks.equal("of a put without one", aclOf(oss, bucket), "default");
        for (CannedAccessControlList acl : EVERY) {
            oss.setObjectAcl(bucket, "object", acl);
            checks.equal("set " + acl, aclOf(oss, bucket), acl.toString());
        }
        ObjectMetadata sent = encryption.metadata();
        sent.setObjectAcl(CannedAccessControlList.Private);
        oss.putObject(bucket, "object", stream(bytes("body")), sent);
        checks.equal("of a put", aclOf(oss, bucket), "private");
        Bodies.check(checks, oss, bucket, "object", "the object", bytes("body"), encryption.echo());
    }
}
