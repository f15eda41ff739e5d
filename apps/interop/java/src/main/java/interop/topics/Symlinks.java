package interop.topics;

import static interop.Bodies.bytes;
import static interop.Bodies.pattern;
import static interop.Bodies.read;
import static interop.Bodies.stream;

import com.aliyun.oss.OSS;
import com.aliyun.oss.model.CreateSymlinkRequest;
import com.aliyun.oss.model.ObjectMetadata;
import interop.Access;
import interop.Bodies;
import interop.Checks;
import interop.Encryption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Symbolic links: read as their target, described by themselves (protocol reference §4.6, observed behaviour 27). */
public final class Symlinks {
    private static final byte[] BODY = pattern(40_001);

    private Symlinks() {}

    public static void run(Checks checks, Access access) throws Exception {
        OSS oss = access.oss();
        access.withBucket("symlinks", bucket -> {
            for (Encryption encryption : Encryption.every(access, bucket)) {
                checks.section(encryption.name(), part -> followed(part, oss, bucket, encryption));
            }
            oss.createSymlink(bucket, "dangling", "missing");
            checks.refused("a link to nothing", "SymlinkTargetNotExist", () -> oss.getObject(bucket, "dangling"));
            oss.createSymlink(bucket, "second", "dangling");
            checks.refused("a link to a link", "InvalidTargetType", () -> oss.getObject(bucket, "second"));
            oss.putObject(bucket, "object", stream(bytes("body")));
            checks.refused("an object as a link", "NotSymlink", () -> oss.getSymlink(bucket, "object"));
        });
    }

    private static void followed(Checks checks, OSS oss, String bucket, Encryption encryption) throws Exception {
        ObjectMetadata sent = encryption.metadata();
        sent.addUserMetadata("of", "target");
        oss.putObject(bucket, "target/中 a", stream(BODY), sent);
        ObjectMetadata own = new ObjectMetadata();
        own.addUserMetadata("of", "link");
        CreateSymlinkRequest request = new CreateSymlinkRequest(bucket, "link", "target/中 a");
        request.setMetadata(own);
        oss.createSymlink(request);
        checks.equal("what it stands for", oss.getSymlink(bucket, "link").getTarget(), "target/中 a");
        checks.equal("get gives the bytes of the target", Arrays.equals(read(oss, bucket, "link"), BODY), true);
        Bodies.checkRanges(checks, oss, bucket, "link", "link", BODY, new int[] {16_384}, encryption.echo());
        ObjectMetadata head = oss.getObjectMetadata(bucket, "link");
        List<Object> came = List.of(head.getObjectType(), head.getContentLength(), head.getETag(), head.getUserMetadata(), Encryption.of(head));
        String etag = oss.headObject(bucket, "target/中 a").getETag();
        List<Object> expected = List.of("Symlink", (long) BODY.length, etag, Map.of("of", "link"), encryption.echo());
        checks.equal("head: type, length, ETag, metadata, encryption", came, expected);
        oss.deleteObject(bucket, "link");
        checks.equal("its target stays", oss.doesObjectExist(bucket, "target/中 a"), true);
    }
}
