package interop.topics;

import static interop.Bodies.bytes;
import static interop.Bodies.pattern;
import static interop.Bodies.stream;

import com.aliyun.oss.OSS;
import com.aliyun.oss.model.CompleteMultipartUploadRequest;
import com.aliyun.oss.model.PartETag;
import com.aliyun.oss.model.UploadPartCopyRequest;
import com.aliyun.oss.model.UploadPartRequest;
import interop.Access;
import interop.Bodies;
import interop.Checks;
import interop.Encryption;
import interop.Upload;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** Multipart requests that are refused, each with its code, and that leave the upload as it was (protocol reference §2.2, §4.7). */
public final class RefusedParts {
    private static final String NOT_SUPPORTED = "x-oss-server-side-encryption header is not supported for this operation.";
    private static final byte[] BODY = pattern(230_000);
    private static final byte[] FIRST = Arrays.copyOf(BODY, 120_000);

    private RefusedParts() {}

    public static void run(Checks checks, Access access) throws Exception {
        OSS oss = access.oss();
        access.withBucket("refused-parts", bucket -> {
            Upload upload = Upload.begin(oss, bucket, "object", Encryption.AES256);
            checks.refused("delete of a bucket with an upload", "BucketNotEmpty", () -> oss.deleteBucket(bucket));
            parts(checks, access, upload);
            PartETag first = upload.part(checks, 1, FIRST, Encryption.AES256.echo());
            PartETag second = upload.part(checks, 2, Arrays.copyOfRange(BODY, 120_000, 230_000), Encryption.AES256.echo());
            completions(checks, upload, first, second);
            others(checks, upload);
            upload.complete(first, second);
            Bodies.check(checks, oss, bucket, "object", "after all that was refused", BODY, Encryption.AES256.echo());
        });
    }

    private static void parts(Checks checks, Access access, Upload upload) {
        UploadPartRequest encrypted = upload.request(1, FIRST);
        encrypted.addHeader(Encryption.SSE, "AES256");
        checks.refused("part with the encryption header", "InvalidArgument", null, NOT_SUPPORTED, () -> upload.oss().uploadPart(encrypted));
        upload.oss().putObject(upload.bucket(), "source", stream(bytes("body")));
        UploadPartCopyRequest copied = new UploadPartCopyRequest(upload.bucket(), "source", upload.bucket(), "object", upload.id(), 1, 0L, 4L);
        copied.addHeader(Encryption.SSE, "AES256");
        checks.refused("copied part with it", "InvalidArgument", null, NOT_SUPPORTED, () -> upload.oss().uploadPartCopy(copied));
        UploadPartRequest wrong = upload.request(1, FIRST);
        wrong.setMd5Digest(Base64.getEncoder().encodeToString(new byte[16]));
        checks.refused("part with a wrong Content-MD5", "InvalidDigest", () -> upload.oss().uploadPart(wrong));
        checks.equal("nothing is stored by refused parts", upload.parts().getParts().size(), 0);
        UploadPartRequest right = upload.request(3, FIRST);
        right.setMd5Digest(Base64.getEncoder().encodeToString(HexFormat.of().parseHex(Bodies.md5(FIRST))));
        checks.equal("part with its Content-MD5", upload.oss().uploadPart(right).getETag(), Bodies.md5(FIRST));
        UploadPartRequest tolerated = upload.request(4, FIRST);
        tolerated.addHeader(Encryption.SSE_KEY_ID, access.server().kmsKeyId());
        tolerated.addHeader(Encryption.SSE_DATA, "SM4");
        List<String> echo = Encryption.of(upload.oss().uploadPart(tolerated));
        checks.equal("part with only the other two headers", echo, Encryption.AES256.echo());
    }

    private static void completions(Checks checks, Upload upload, PartETag first, PartETag second) {
        PartETag missing = new PartETag(9, first.getETag());
        PartETag another = new PartETag(2, first.getETag());
        checks.refused("Complete with a part that was not sent", "InvalidPart", () -> upload.complete(first, second, missing));
        checks.refused("Complete with another ETag", "InvalidPart", () -> upload.complete(first, another));
        checks.refused("Complete with a part twice", "InvalidPartOrder", () -> upload.complete(first, first, second));
        PartETag small = upload.send(1, bytes("small")).getPartETag();
        checks.refused("Complete with a small part", "EntityTooSmall", () -> upload.complete(small, second));
        checks.equal("nothing is stored by refused Completes", upload.oss().doesObjectExist(upload.bucket(), "object"), false);
        upload.send(1, FIRST);
        CompleteMultipartUploadRequest encrypted = new CompleteMultipartUploadRequest(
            upload.bucket(), "object", upload.id(), Arrays.asList(first, second)
        );
        encrypted.addHeader(Encryption.SSE, "AES256");
        checks.refused("Complete with the header", "InvalidArgument", null, NOT_SUPPORTED, () -> upload.oss().completeMultipartUpload(encrypted));
    }

    private static void others(Checks checks, Upload upload) {
        PartETag part = new PartETag(1, "0".repeat(32));
        for (Upload wrong : List.of(
            new Upload(upload.oss(), upload.bucket(), "object", "0".repeat(32)),
            new Upload(upload.oss(), upload.bucket(), "object", "x y"),
            new Upload(upload.oss(), upload.bucket(), "other", upload.id())
        )) {
            String what = " of upload " + wrong.id().substring(0, 3) + " of " + wrong.key();
            checks.refused("UploadPart" + what, "NoSuchUpload", () -> wrong.send(1, FIRST));
            checks.refused("ListParts" + what, "NoSuchUpload", wrong::parts);
            checks.refused("Complete" + what, "NoSuchUpload", () -> wrong.complete(part));
            checks.refused("Abort" + what, "NoSuchUpload", wrong::abort);
        }
    }
}
