package interop.topics;

import static interop.Bodies.bytes;
import static interop.Bodies.pattern;
import static interop.Bodies.read;
import static interop.Bodies.stream;

import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSException;
import com.aliyun.oss.model.BucketVersioningConfiguration;
import com.aliyun.oss.model.CopyObjectRequest;
import com.aliyun.oss.model.CopyObjectResult;
import com.aliyun.oss.model.DeleteVersionsRequest;
import com.aliyun.oss.model.DeleteVersionsRequest.KeyVersion;
import com.aliyun.oss.model.DeleteVersionsResult.DeletedVersion;
import com.aliyun.oss.model.GetObjectRequest;
import com.aliyun.oss.model.HeadObjectRequest;
import com.aliyun.oss.model.ListVersionsRequest;
import com.aliyun.oss.model.OSSVersionSummary;
import com.aliyun.oss.model.PartETag;
import com.aliyun.oss.model.SetBucketVersioningRequest;
import com.aliyun.oss.model.UploadPartCopyRequest;
import com.aliyun.oss.model.VersionListing;
import interop.Access;
import interop.Bodies;
import interop.Checks;
import interop.Encryption;
import interop.Upload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Versions: each under its own encryption, read and deleted by id, delete markers, listing, restoring (protocol reference §4.6, observed behaviour 32). */
public final class Versions {
    private static final byte[] BODY = pattern(40_001);

    private Versions() {}

    public static void run(Checks checks, Access access) throws Exception {
        OSS oss = access.oss();
        access.withBucket("versions", bucket -> {
            List<Encryption> every = Encryption.every(access, bucket);
            checks.equal("never set", oss.getBucketVersioning(bucket).getStatus(), null);
            oss.putObject(bucket, "older", stream(bytes("from before")), Encryption.SM4.metadata());
            for (String status : List.of("Enabled", "Suspended", "Enabled")) {
                set(oss, bucket, status);
                checks.equal(status + " is shown", oss.getBucketVersioning(bucket).getStatus(), status);
            }
            checks.refused("an unknown status", "MalformedXML", () -> set(oss, bucket, "Paused"));
            List<String> ids = puts(checks, oss, bucket, every);
            markers(checks, oss, bucket, ids);
            restored(checks, oss, bucket, every, ids);
            ofParts(checks, oss, bucket);
            fromBefore(checks, oss, bucket);
            suspended(checks, oss, bucket);
            batch(checks, oss, bucket);
            listing(checks, oss, bucket);
            refusals(checks, oss, bucket, ids.get(0));
            checks.refused("delete of the bucket", "BucketNotEmpty", () -> oss.deleteBucket(bucket));
            access.deleteVersions(bucket);
        });
    }

    private static Object set(OSS oss, String bucket, String status) {
        oss.setBucketVersioning(new SetBucketVersioningRequest(bucket, new BucketVersioningConfiguration(status)));
        return status;
    }

    private static byte[] body(int number) {
        return Arrays.copyOfRange(BODY, number, BODY.length);
    }

    private static byte[] readVersion(OSS oss, String bucket, String key, String id) throws Exception {
        return read(oss, new GetObjectRequest(bucket, key, id));
    }

    /** Ids of this key's versions, with {@code *} the latest and {@code -} the delete markers: the latest, then as listed, markers after objects. */
    private static List<String> versions(OSS oss, String bucket, String key) {
        List<String> found = new ArrayList<>();
        for (OSSVersionSummary entry : all(oss, bucket, key, 2)) {
            if (!entry.getKey().equals(key)) continue;
            found.add(entry.getVersionId() + (entry.isLatest() ? "*" : "") + (entry.isDeleteMarker() ? "-" : ""));
        }
        found.sort(Comparator.comparing(id -> !id.contains("*")));
        return found;
    }

    private static List<OSSVersionSummary> all(OSS oss, String bucket, String prefix, int size) {
        List<OSSVersionSummary> found = new ArrayList<>();
        ListVersionsRequest request = new ListVersionsRequest(bucket, prefix, null, null, null, size).withEncodingType("url");
        VersionListing page;
        do {
            page = oss.listVersions(request);
            found.addAll(page.getVersionSummaries());
            request.setKeyMarker(page.getNextKeyMarker());
            request.setVersionIdMarker(page.getNextVersionIdMarker());
        } while (page.isTruncated());
        return found;
    }

    /** One version for each encryption; gives their ids, oldest first. */
    private static List<String> puts(Checks checks, OSS oss, String bucket, List<Encryption> every) throws Exception {
        List<String> ids = new ArrayList<>();
        for (int n = 0; n < every.size(); n += 1) {
            String id = oss.putObject(bucket, "object", stream(body(n)), every.get(n).metadata()).getVersionId();
            checks.holds("put under " + every.get(n) + " gives a new id", id != null && !ids.contains(id), id);
            ids.add(id);
        }
        for (int n = 0; n < every.size(); n += 1) {
            String what = "version under " + every.get(n);
            Bodies.check(checks, oss, bucket, "object", ids.get(n), what, body(n), every.get(n).echo());
            checks.equal(what + ": its id", oss.headObject(new HeadObjectRequest(bucket, "object", ids.get(n))).getVersionId(), ids.get(n));
            byte[] part = read(oss, new GetObjectRequest(bucket, "object", ids.get(n)).withRange(16_380, 16_390));
            checks.equal(what + ": range", Arrays.equals(part, Arrays.copyOfRange(body(n), 16_380, 16_391)), true);
        }
        int last = every.size() - 1;
        Bodies.check(checks, oss, bucket, "object", "the latest", body(last), every.get(last).echo());
        List<String> expected = new ArrayList<>();
        for (int n = last; n >= 0; n -= 1) expected.add(ids.get(n) + (n == last ? "*" : ""));
        checks.equal("listed, newest first", versions(oss, bucket, "object"), expected);
        return ids;
    }

    private static void markers(Checks checks, OSS oss, String bucket, List<String> ids) throws Exception {
        oss.deleteObject(bucket, "object");
        OSSException error = checks.refused("get of what is deleted", "NoSuchKey", () -> oss.getObject(bucket, "object"));
        checks.holds("the error names the key", error != null && error.getRawResponseError().contains("<Key>object</Key>"), error);
        String listed = versions(oss, bucket, "object").get(0);
        checks.equal("the marker is listed as the latest", listed.endsWith("*-"), true);
        String marker = listed.replace("*-", "");
        checks.refused("get of the marker", "MethodNotAllowed", () -> oss.getObject(new GetObjectRequest(bucket, "object", marker)));
        checks.equal("get of a version below it", Arrays.equals(readVersion(oss, bucket, "object", ids.get(0)), BODY), true);
        oss.deleteVersion(bucket, "object", marker);
        checks.equal("the object is back", Arrays.equals(read(oss, bucket, "object"), body(ids.size() - 1)), true);
        oss.deleteObject(bucket, "never");
        checks.equal("delete of what never was makes a marker", versions(oss, bucket, "never").get(0).endsWith("*-"), true);
    }

    /** A copy of an old version onto the object, under the next encryption, is its newest version. */
    private static void restored(Checks checks, OSS oss, String bucket, List<Encryption> every, List<String> ids) throws Exception {
        for (int n = 0; n < every.size(); n += 1) {
            Encryption source = every.get(n);
            Encryption target = every.get((n + 1) % every.size());
            String what = "restored from " + source + " to " + target;
            CopyObjectRequest request = target.of(new CopyObjectRequest(bucket, "object", ids.get(n), bucket, "object"));
            CopyObjectResult done = oss.copyObject(request);
            checks.equal(what + ": copy says", Encryption.of(done), target.echo());
            checks.holds(what + ": new id", done.getVersionId() != null && !ids.contains(done.getVersionId()), done.getVersionId());
            Bodies.check(checks, oss, bucket, "object", what, body(n), target.echo());
            Bodies.check(checks, oss, bucket, "object", ids.get(n), what + ": source", body(n), source.echo());
            oss.deleteVersion(bucket, "object", done.getVersionId());
        }
        checks.equal("the copies are gone", versions(oss, bucket, "object").size(), ids.size());
    }

    private static void ofParts(Checks checks, OSS oss, String bucket) throws Exception {
        Upload upload = Upload.begin(oss, bucket, "parts", Encryption.AES256);
        String first = oss.putObject(bucket, "parts", stream(bytes("first"))).getVersionId();
        String id = upload.complete(upload.send(1, BODY).getPartETag()).getVersionId();
        checks.equal("Complete makes a version", versions(oss, bucket, "parts"), List.of(id + "*", first));
        checks.equal("the version before it", new String(readVersion(oss, bucket, "parts", first)), "first");
        Upload copies = Upload.begin(oss, bucket, "part of a version", Encryption.SM4);
        UploadPartCopyRequest request = new UploadPartCopyRequest(bucket, "parts", bucket, copies.key(), copies.id());
        request.setSourceVersionId(first);
        request.setPartNumber(1);
        PartETag part = oss.uploadPartCopy(request).getPartETag();
        copies.complete(part);
        Bodies.check(checks, oss, bucket, copies.key(), "part copied from a version", bytes("first"), Encryption.SM4.echo());
    }

    /** What was there before versioning is the version null. */
    private static void fromBefore(Checks checks, OSS oss, String bucket) throws Exception {
        Bodies.check(checks, oss, bucket, "older", "null", "version null", bytes("from before"), Encryption.SM4.echo());
        String id = oss.putObject(bucket, "older", stream(bytes("new"))).getVersionId();
        checks.equal("it stays below a new version", versions(oss, bucket, "older"), List.of(id + "*", "null"));
    }

    private static void suspended(Checks checks, OSS oss, String bucket) throws Exception {
        String kept = oss.putObject(bucket, "suspended", stream(bytes("kept")), Encryption.AES256.metadata()).getVersionId();
        set(oss, bucket, "Suspended");
        for (String body : List.of("first", "second")) {
            String id = oss.putObject(bucket, "suspended", stream(bytes(body)), Encryption.SM4.metadata()).getVersionId();
            checks.equal("put of " + body + " while suspended: id", id, "null");
        }
        checks.equal("one version null", versions(oss, bucket, "suspended"), List.of("null*", kept));
        checks.equal("the last body", new String(read(oss, bucket, "suspended")), "second");
        oss.deleteObject(bucket, "suspended");
        checks.equal("the marker in its place", versions(oss, bucket, "suspended"), List.of("null*-", kept));
        checks.equal("the version from before", new String(readVersion(oss, bucket, "suspended", kept)), "kept");
        set(oss, bucket, "Enabled");
    }

    private static void batch(Checks checks, OSS oss, String bucket) {
        List<String> ids = new ArrayList<>();
        for (int n = 0; n < 3; n += 1) ids.add(oss.putObject(bucket, "batch\u0001x", stream(bytes("body"))).getVersionId());
        List<KeyVersion> wanted = List.of(new KeyVersion("batch\u0001x", ids.get(0)), new KeyVersion("batch\u0001x", ids.get(2)));
        List<DeletedVersion> deleted = oss.deleteVersions(new DeleteVersionsRequest(bucket).withKeys(wanted)).getDeletedVersions();
        List<String> came = deleted.stream().map(entry -> entry.getKey() + entry.getVersionId()).toList();
        checks.equal("batch delete of versions", came, List.of("batch\u0001x" + ids.get(0), "batch\u0001x" + ids.get(2)));
        checks.equal("batch delete of versions: what is left", versions(oss, bucket, "batch\u0001x"), List.of(ids.get(1) + "*"));
        oss.deleteVersions(new DeleteVersionsRequest(bucket).withKeys(List.of(new KeyVersion("batch\u0001x"))));
        checks.equal("batch delete without an id makes a marker", versions(oss, bucket, "batch\u0001x").size(), 2);
    }

    private static void listing(Checks checks, OSS oss, String bucket) {
        List<String> whole = shown(all(oss, bucket, null, 1000));
        for (int size : new int[] {1, 2, 5}) checks.equal("all versions in pages of " + size, shown(all(oss, bucket, null, size)), whole);
        OSSVersionSummary first = all(oss, bucket, "object", 1).get(0);
        List<Object> came = List.of(first.getKey(), first.getSize(), first.getETag(), first.getOwner() != null);
        checks.equal("an entry", came, List.of("object", (long) body(5).length, Bodies.md5(body(5)), true));
        oss.putObject(bucket, "folder/x", stream(bytes("x")));
        VersionListing folders = oss.listVersions(new ListVersionsRequest(bucket, null, null, null, "/", 1000).withEncodingType("url"));
        checks.equal("delimiter", folders.getCommonPrefixes(), List.of("folder/"));
    }

    private static List<String> shown(List<OSSVersionSummary> entries) {
        return entries.stream().map(entry -> entry.getKey() + " " + entry.getVersionId()).sorted().toList();
    }

    private static void refusals(Checks checks, OSS oss, String bucket, String gone) {
        oss.deleteVersion(bucket, "object", gone);
        checks.refused("get of a version that was deleted", "NoSuchVersion", () -> oss.getObject(new GetObjectRequest(bucket, "object", gone)));
        checks.refused("head of it", "NoSuchVersion", () -> oss.headObject(new HeadObjectRequest(bucket, "object", gone)));
        CopyObjectRequest copy = new CopyObjectRequest(bucket, "object", gone, bucket, "target");
        checks.refused("copy of it", "NoSuchVersion", () -> oss.copyObject(copy));
        checks.refused("a malformed id", "InvalidArgument", () -> oss.getObject(new GetObjectRequest(bucket, "object", "x")));
        checks.equal("delete of it", oss.deleteVersion(bucket, "object", gone).getResponse().getStatusCode(), 204);
    }
}
