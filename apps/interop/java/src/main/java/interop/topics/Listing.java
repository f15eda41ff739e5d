package interop.topics;

import static interop.Bodies.bytes;
import static interop.Bodies.md5;
import static interop.Bodies.stream;

import com.aliyun.oss.OSS;
import com.aliyun.oss.model.ListObjectsRequest;
import com.aliyun.oss.model.ListObjectsV2Request;
import com.aliyun.oss.model.ListObjectsV2Result;
import com.aliyun.oss.model.OSSObjectSummary;
import com.aliyun.oss.model.ObjectListing;
import interop.Access;
import interop.Checks;
import interop.Encryption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** List v1 and v2: prefix, delimiter, markers, tokens, all pages (protocol reference §4.5). */
public final class Listing {
    private static final List<String> KEYS = Stream.of(
        "a/0", "a/1", "a/2", "a/3", "a/deep/0", "a/deep/1", "b c/0", "b c/1", "b+c/x", "中/文", "中/章", "top", "top+", "z z", ">>>", "~~~~~~?", "é", "😀"
    ).sorted(Names.BY_BYTES).toList();

    /** What is asked for; null for what is not. */
    private record Query(String prefix, String delimiter, String after, int size) {}

    /** Keys and common prefixes of all pages. */
    private record Found(List<String> keys, List<String> prefixes) {}

    private interface Walk {
        Found all(OSS oss, String bucket, Query query);
    }

    private Listing() {}

    public static void run(Checks checks, Access access) throws Exception {
        OSS oss = access.oss();
        access.withBucket("listing", bucket -> {
            checks.equal("empty bucket", walkV2(oss, bucket, new Query(null, null, null, 10)), new Found(List.of(), List.of()));
            for (String key : KEYS) oss.putObject(bucket, key, stream(bytes(key)), Encryption.AES256.metadata());
            checks.section("v1", part -> walks(part, oss, bucket, Listing::walkV1));
            checks.section("v2", part -> walks(part, oss, bucket, Listing::walkV2));
            entries(checks, oss, bucket);
            ListObjectsV2Request wrong = new ListObjectsV2Request(bucket).withContinuationToken("*");
            checks.refused("v2: bad continuation token", "InvalidArgument", () -> oss.listObjectsV2(wrong));
        });
        String missing = access.newName("missing");
        checks.refused("list of no bucket", "NoSuchBucket", "0015-00000101", null, () -> oss.listObjects(missing));
    }

    private static Found walkV1(OSS oss, String bucket, Query query) {
        Found found = new Found(new ArrayList<>(), new ArrayList<>());
        String marker = query.after;
        ObjectListing page;
        do {
            page = oss.listObjects(
                new ListObjectsRequest(bucket, query.prefix, marker, query.delimiter, query.size)
            );
            page.getObjectSummaries().forEach(entry -> found.keys.add(entry.getKey()));
            found.prefixes.addAll(page.getCommonPrefixes());
            marker = page.getNextMarker();
        } while (page.isTruncated());
        return found;
    }

    private static Found walkV2(OSS oss, String bucket, Query query) {
        Found found = new Found(new ArrayList<>(), new ArrayList<>());
        String token = null;
        ListObjectsV2Result page;
        do {
            page = oss.listObjectsV2(
                new ListObjectsV2Request(bucket, query.prefix, token, query.after, query.delimiter, query.size, null, false)
            );
            page.getObjectSummaries().forEach(entry -> found.keys.add(entry.getKey()));
            found.prefixes.addAll(page.getCommonPrefixes());
            token = page.getNextContinuationToken();
        } while (page.isTruncated());
        return found;
    }

    private static void walks(Checks checks, OSS oss, String bucket, Walk walk) {
        List<String> top = KEYS.stream().filter(key -> !key.contains("/")).toList();
        List<String> folders = KEYS.stream().filter(key -> key.contains("/")).map(key -> key.substring(0, key.indexOf('/') + 1)).distinct().toList();
        for (int size : new int[] {1, 2, 7, 1000}) {
            checks.equal("pages of " + size, walk.all(oss, bucket, new Query(null, null, null, size)), new Found(KEYS, List.of()));
            checks.equal("delimiter, pages of " + size, walk.all(oss, bucket, new Query(null, "/", null, size)), new Found(top, folders));
        }
        for (String prefix : List.of("a/", "b c/", "b+c/", "中/", ">>", "none")) {
            List<String> expected = KEYS.stream().filter(key -> key.startsWith(prefix)).toList();
            checks.equal("prefix " + prefix, walk.all(oss, bucket, new Query(prefix, null, null, 2)), new Found(expected, List.of()));
        }
        Found inner = walk.all(oss, bucket, new Query("a/", "/", null, 2));
        checks.equal("prefix and delimiter", inner, new Found(List.of("a/0", "a/1", "a/2", "a/3"), List.of("a/deep/")));
        for (String marker : List.of("a/2", "a", "b c/", "中/文", "😀", "between")) {
            List<String> expected = KEYS.stream().filter(key -> Names.BY_BYTES.compare(key, marker) > 0).toList();
            checks.equal("after " + marker, walk.all(oss, bucket, new Query(null, null, marker, 5)), new Found(expected, List.of()));
        }
        checks.refused("prefix of 1025 bytes", "InvalidArgument", () -> walk.all(oss, bucket, new Query("x".repeat(1025), null, null, 1)));
    }

    private static void entries(Checks checks, OSS oss, String bucket) {
        ListObjectsV2Request request = new ListObjectsV2Request(bucket, "top").withFetchOwner(true);
        OSSObjectSummary entry = oss.listObjectsV2(request).getObjectSummaries().get(0);
        List<Object> came = List.of(entry.getKey(), entry.getETag(), entry.getSize(), entry.getType(), entry.getStorageClass());
        checks.equal("v2: an entry", came, List.of("top", md5(bytes("top")), 3L, "Normal", "Standard"));
        checks.holds("v2: owner when asked for", entry.getOwner() != null, entry);
        checks.equal("v2: no owner otherwise", oss.listObjectsV2(bucket, "top").getObjectSummaries().get(0).getOwner(), null);
    }
}
