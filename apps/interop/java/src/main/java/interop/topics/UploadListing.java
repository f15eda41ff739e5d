package interop.topics;

import static interop.Bodies.md5;

import com.aliyun.oss.OSS;
import com.aliyun.oss.model.ListMultipartUploadsRequest;
import com.aliyun.oss.model.ListPartsRequest;
import com.aliyun.oss.model.MultipartUploadListing;
import com.aliyun.oss.model.PartListing;
import interop.Access;
import interop.Checks;
import interop.Encryption;
import interop.Upload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** ListParts and ListMultipartUploads: pages, markers, prefixes, delimiters (protocol reference §4.7, observed behaviour 29). */
public final class UploadListing {
    /** How many uploads each key has. */
    private static final Map<String, Integer> UPLOADS = new TreeMap<>(
        Map.of("a/1", 1, "a/2", 3, "a/deep/x", 1, "b c/+%", 2, "top", 2, "top+", 1, "中/文", 2, "😀", 1)
    );
    private static final int[] NUMBERS = {1, 2, 3, 9, 10, 11, 100, 999, 1000, 9999, 10_000};

    private record Entry(String key, String id) {}

    private record Found(List<Entry> uploads, List<String> prefixes) {}

    private UploadListing() {}

    public static void run(Checks checks, Access access) throws Exception {
        OSS oss = access.oss();
        access.withBucket("upload-listing", bucket -> {
            parts(checks, oss, bucket);
            checks.equal("no uploads", walk(oss, bucket, request -> {}), new Found(List.of(), List.of()));
            List<Entry> begun = new ArrayList<>();
            UPLOADS.forEach((key, count) -> {
                for (int n = 0; n < count; n += 1) begun.add(new Entry(key, Upload.begin(oss, bucket, key, Encryption.AES256).id()));
            });
            begun.sort(Comparator.comparing(Entry::key, Names.BY_BYTES).thenComparing(Entry::id));
            uploads(checks, oss, bucket, begun);
            for (Entry entry : begun) new Upload(oss, bucket, entry.key, entry.id).abort();
            checks.equal("no uploads after Abort", walk(oss, bucket, request -> {}), new Found(List.of(), List.of()));
        });
        ListMultipartUploadsRequest missing = new ListMultipartUploadsRequest(access.newName("missing"));
        checks.refused("uploads of no bucket", "NoSuchBucket", "0015-00000101", null, () -> oss.listMultipartUploads(missing));
    }

    private static void parts(Checks checks, OSS oss, String bucket) {
        Upload upload = Upload.begin(oss, bucket, "parts <&> \"中文\" 😀", Encryption.SM4);
        checks.equal("no parts", upload.parts().getParts().size(), 0);
        List<String> expected = new ArrayList<>();
        for (int number : NUMBERS) {
            byte[] body = new byte[number];
            upload.send(number, body);
            expected.add(number + " " + number + " " + md5(body));
        }
        for (int size : new int[] {1, 3, 1000}) {
            List<String> came = new ArrayList<>();
            ListPartsRequest request = new ListPartsRequest(bucket, upload.key(), upload.id());
            request.setMaxParts(size);
            PartListing page;
            do {
                page = oss.listParts(request);
                page.getParts().forEach(part -> came.add(part.getPartNumber() + " " + part.getSize() + " " + part.getETag()));
                request.setPartNumberMarker(page.getNextPartNumberMarker());
            } while (page.isTruncated());
            checks.equal("parts in pages of " + size, came, expected);
        }
        checks.equal("key of the list", upload.parts().getKey(), upload.key());
        upload.abort();
    }

    private static Found walk(OSS oss, String bucket, Consumer<ListMultipartUploadsRequest> query) {
        Found found = new Found(new ArrayList<>(), new ArrayList<>());
        ListMultipartUploadsRequest request = new ListMultipartUploadsRequest(bucket);
        query.accept(request);
        MultipartUploadListing page;
        do {
            page = oss.listMultipartUploads(request);
            page.getMultipartUploads().forEach(upload -> found.uploads.add(new Entry(upload.getKey(), upload.getUploadId())));
            found.prefixes.addAll(page.getCommonPrefixes());
            request.setKeyMarker(page.getNextKeyMarker());
            request.setUploadIdMarker(page.getNextUploadIdMarker());
        } while (page.isTruncated());
        return found;
    }

    private static void uploads(Checks checks, OSS oss, String bucket, List<Entry> begun) {
        for (int size : new int[] {1, 2, 5, 1000}) {
            checks.equal("uploads in pages of " + size, walk(oss, bucket, request -> request.setMaxUploads(size)), new Found(begun, List.of()));
            Found top = walk(oss, bucket, request -> {
                request.setMaxUploads(size);
                request.setDelimiter("/");
            });
            List<Entry> plain = begun.stream().filter(entry -> !entry.key.contains("/")).toList();
            checks.equal("delimiter, pages of " + size, top, new Found(plain, List.of("a/", "b c/", "中/")));
        }
        for (String prefix : List.of("a/", "a/d", "b c/", "中", "none")) {
            List<Entry> expected = begun.stream().filter(entry -> entry.key.startsWith(prefix)).toList();
            checks.equal("prefix " + prefix, walk(oss, bucket, request -> request.setPrefix(prefix)).uploads, expected);
        }
        List<Entry> after = begun.stream().filter(entry -> Names.BY_BYTES.compare(entry.key, "a/2") > 0).toList();
        checks.equal("after a key", walk(oss, bucket, request -> request.setKeyMarker("a/2")).uploads, after);
    }
}
