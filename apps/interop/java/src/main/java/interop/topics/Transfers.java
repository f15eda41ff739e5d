package interop.topics;

import static interop.Bodies.pattern;

import com.aliyun.oss.ClientException;
import com.aliyun.oss.OSS;
import com.aliyun.oss.model.DownloadFileRequest;
import com.aliyun.oss.model.ListMultipartUploadsRequest;
import com.aliyun.oss.model.ObjectMetadata;
import com.aliyun.oss.model.UploadFileRequest;
import interop.Access;
import interop.Bodies;
import interop.Checks;
import interop.Encryption;
import interop.Upload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** This client's uploader and downloader: whole, interrupted and taken up again, under every encryption. */
public final class Transfers {
    private static final int PART = 131_072;
    private static final byte[] BODY = pattern(1_300_003);

    private interface Transfer {
        Object run() throws Throwable;
    }

    private Transfers() {}

    public static void run(Checks checks, Access access) throws Exception {
        access.withBucket("transfers", bucket -> {
            Path folder = Files.createTempDirectory("interop");
            try {
                Path sent = Files.write(folder.resolve("sent.bin"), BODY);
                for (Encryption encryption : Encryption.every(access, bucket)) {
                    checks.section(encryption.name(), part -> {
                        whole(part, access.oss(), bucket, encryption, sent);
                        takenUp(part, access, bucket, encryption, sent);
                    });
                }
            } finally {
                remove(folder);
            }
        });
    }

    private static void whole(Checks checks, OSS oss, String bucket, Encryption encryption, Path sent) throws Exception {
        UploadFileRequest request = uploadOf(bucket, "whole", encryption, sent, 3);
        request.setEnableCheckpoint(false);
        request.getObjectMetadata().addUserMetadata("note", "kept");
        checks.equal("uploader was interrupted", interrupted(() -> oss.uploadFile(request)), false);
        Bodies.check(checks, oss, bucket, "whole", "uploader", BODY, encryption.echo());
        ObjectMetadata head = oss.getObjectMetadata(bucket, "whole");
        List<String> came = List.of(head.getObjectType(), head.getETag().substring(32), head.getUserMetadata().get("note"));
        checks.equal("uploader: type, number of parts, metadata", came, List.of("Multipart", "-10", "kept"));
        Path fetched = sent.resolveSibling("fetched");
        DownloadFileRequest download = new DownloadFileRequest(bucket, "whole", fetched.toString(), PART, 3, false);
        checks.equal("downloader was interrupted", interrupted(() -> oss.downloadFile(download)), false);
        checks.equal("downloader: right bytes", Files.mismatch(sent, fetched), -1L);
    }

    private static UploadFileRequest uploadOf(String bucket, String key, Encryption encryption, Path sent, int tasks) {
        UploadFileRequest request = new UploadFileRequest(bucket, key, sent.toString(), PART, tasks, true);
        request.setObjectMetadata(encryption.metadata());
        return request;
    }

    /** The second call goes on with the same upload and sends only what is missing. */
    private static void takenUp(Checks checks, Access access, String bucket, Encryption encryption, Path sent) throws Exception {
        OSS oss = access.oss();
        boolean ended = interrupted(() -> stopsAt(access, 5).uploadFile(uploadOf(bucket, "again", encryption, sent, 1)));
        checks.equal("uploader was interrupted", ended, true);
        var begun = oss.listMultipartUploads(new ListMultipartUploadsRequest(bucket)).getMultipartUploads();
        checks.equal("interrupted uploader: its uploads", begun.size(), 1);
        Upload upload = new Upload(oss, bucket, "again", begun.get(0).getUploadId());
        int there = upload.parts().getParts().size();
        checks.holds("interrupted uploader: some parts are there", there > 0 && there < 10, there);
        AtomicInteger requests = new AtomicInteger();
        interrupted(() -> counting(access, requests, Integer.MAX_VALUE).uploadFile(uploadOf(bucket, "again", encryption, sent, 1)));
        checks.equal("uploader that went on: requests for the rest and Complete", requests.get(), 10 - there + 1);
        Bodies.check(checks, oss, bucket, "again", "uploader that went on", BODY, encryption.echo());
        checks.equal("nothing is left of it", oss.listMultipartUploads(new ListMultipartUploadsRequest(bucket)).getMultipartUploads().size(), 0);
        Path fetched = sent.resolveSibling("fetched again");
        DownloadFileRequest download = new DownloadFileRequest(bucket, "again", fetched.toString(), PART, 1, true);
        checks.equal("downloader was interrupted", interrupted(() -> stopsAt(access, 5).downloadFile(download)), true);
        // This client refuses to load the checkpoints that its downloader writes, and begins anew.
        interrupted(() -> oss.downloadFile(download));
        checks.equal("downloader, called again: right bytes", Files.mismatch(sent, fetched), -1L);
        Files.delete(fetched);
    }

    /** A client that stands for a program that ends: from its nth request on it sends nothing. */
    private static OSS stopsAt(Access access, int limit) {
        return counting(access, new AtomicInteger(), limit);
    }

    private static OSS counting(Access access, AtomicInteger requests, int limit) {
        return access.client(settings ->
            settings.setSignerHandlers(List.of(request -> {
                if (requests.incrementAndGet() >= limit) throw new ClientException("interrupted");
            }))
        );
    }

    /** Whether the transfer ended by an interruption of {@link #stopsAt}. */
    private static boolean interrupted(Transfer transfer) {
        try {
            transfer.run();
            return false;
        } catch (ClientException error) {
            if (error.getMessage().contains("interrupted")) return true;
            throw error;
        } catch (Throwable error) {
            throw new IllegalStateException(error);
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> inside = Files.walk(folder)) {
            for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
        }
    }
}
