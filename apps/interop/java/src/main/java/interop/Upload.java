package interop;

import static interop.Bodies.stream;

import com.aliyun.oss.OSS;
import com.aliyun.oss.model.AbortMultipartUploadRequest;
import com.aliyun.oss.model.CompleteMultipartUploadRequest;
import com.aliyun.oss.model.CompleteMultipartUploadResult;
import com.aliyun.oss.model.GenericResult;
import com.aliyun.oss.model.InitiateMultipartUploadRequest;
import com.aliyun.oss.model.ListPartsRequest;
import com.aliyun.oss.model.PartETag;
import com.aliyun.oss.model.PartListing;
import com.aliyun.oss.model.UploadPartRequest;
import com.aliyun.oss.model.UploadPartResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A multipart upload in progress. */
public record Upload(OSS oss, String bucket, String key, String id) {
    public static Upload begin(OSS oss, String bucket, String key, Encryption encryption) {
        var begun = oss.initiateMultipartUpload(new InitiateMultipartUploadRequest(bucket, key, encryption.metadata()));
        return new Upload(oss, bucket, key, begun.getUploadId());
    }

    public UploadPartRequest request(int number, byte[] body) {
        return new UploadPartRequest(bucket, key, id, number, stream(body), body.length);
    }

    public UploadPartResult send(int number, byte[] body) {
        return oss.uploadPart(request(number, body));
    }

    /** Sends a part, checks what is said of it, and gives what Complete needs of it. */
    public PartETag part(Checks checks, int number, byte[] body, List<String> echo) {
        UploadPartResult sent = send(number, body);
        List<Object> came = List.of(Encryption.of(sent), sent.getETag(), sent.getServerCRC());
        checks.equal("part " + number + " of " + body.length + " bytes says", came, List.of(echo, Bodies.md5(body), Bodies.crc64(body)));
        return sent.getPartETag();
    }

    /** The client puts the parts in order. */
    public CompleteMultipartUploadResult complete(PartETag... parts) {
        return complete(List.of(parts));
    }

    public CompleteMultipartUploadResult complete(List<PartETag> parts) {
        return oss.completeMultipartUpload(new CompleteMultipartUploadRequest(bucket, key, id, new ArrayList<>(parts)));
    }

    public PartListing parts() {
        return oss.listParts(new ListPartsRequest(bucket, key, id));
    }

    public GenericResult abort() {
        return oss.abortMultipartUpload(new AbortMultipartUploadRequest(bucket, key, id));
    }

    /** A body cut into pieces of these sizes. */
    public static List<byte[]> pieces(byte[] body, int... sizes) {
        List<byte[]> pieces = new ArrayList<>();
        int from = 0;
        for (int size : sizes) {
            pieces.add(Arrays.copyOfRange(body, from, from + size));
            from += size;
        }
        return pieces;
    }
}
