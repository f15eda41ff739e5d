package interop.topics;

import static interop.Bodies.bytes;
import static interop.Bodies.read;
import static interop.Bodies.stream;

import com.aliyun.oss.OSS;
import com.aliyun.oss.model.Bucket;
import com.aliyun.oss.model.BucketInfo;
import com.aliyun.oss.model.BucketList;
import com.aliyun.oss.model.CreateBucketRequest;
import com.aliyun.oss.model.DataRedundancyType;
import com.aliyun.oss.model.ListBucketsRequest;
import com.aliyun.oss.model.StorageClass;
import interop.Access;
import interop.Checks;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Buckets: create, list, location, info, delete (protocol reference §2.10, §4.5). */
public final class Buckets {
    private Buckets() {}

    public static void run(Checks checks, Access access) throws Exception {
        OSS oss = access.oss();
        String name = access.newName("buckets");
        oss.createBucket(name);
        checks.equal("create again", oss.createBucket(name).getName(), name);
        checks.equal("location", oss.getBucketLocation(name), "oss-" + access.server().region());
        information(checks, access, name);
        oss.putObject(name, "kept", stream(bytes("body")));
        checks.refused("delete of a bucket with an object", "BucketNotEmpty", "0015-00000301", null, () -> oss.deleteBucket(name));
        checks.equal("that object stays", new String(read(oss, name, "kept")), "body");
        access.emptyAndDelete(name);
        checks.refused("info of a deleted bucket", "NoSuchBucket", "0015-00000101", null, () -> oss.getBucketInfo(name));
        checks.refused("delete of a deleted bucket", "NoSuchBucket", () -> oss.deleteBucket(name));
        checks.refused("put into a deleted bucket", "NoSuchBucket", () -> oss.putObject(name, "object", stream(bytes("body"))));
        listed(checks, access);
        storageClass(checks, access);
    }

    private static void information(Checks checks, Access access, String name) {
        Bucket bucket = access.oss().getBucketInfo(name).getBucket();
        List<Object> came = List.of(bucket.getName(), bucket.getLocation(), bucket.getStorageClass());
        checks.equal("info: name, location, class", came, List.of(name, "oss-" + access.server().region(), StorageClass.Standard));
        checks.holds("info: owner", !bucket.getOwner().getId().isEmpty(), bucket.getOwner());
        long age = System.currentTimeMillis() - bucket.getCreationDate().getTime();
        checks.holds("info: time of creation", Math.abs(age) < 900_000, bucket.getCreationDate());
    }

    private static void listed(Checks checks, Access access) {
        OSS oss = access.oss();
        String prefix = access.newName("listed");
        List<String> names = IntStream.range(0, 5).mapToObj(n -> prefix + "-" + n).toList();
        // Created and deleted in path style or as virtual hosts, whose names must be known.
        names.forEach(name -> interop.Hosts.add(name + ".oss.interop.test"));
        names.forEach(oss::createBucket);
        for (int size : new int[] {1, 2, 5}) {
            List<String> came = new ArrayList<>();
            BucketList page;
            String marker = null;
            do {
                page = oss.listBuckets(new ListBucketsRequest(prefix, marker, size));
                page.getBucketList().forEach(bucket -> came.add(bucket.getName()));
                marker = page.getNextMarker();
            } while (page.isTruncated());
            checks.equal("list buckets in pages of " + size, came, names);
        }
        for (Bucket bucket : oss.listBuckets(prefix, null, 10).getBucketList()) {
            checks.equal("list buckets: location", bucket.getLocation(), "oss-" + access.server().region());
            oss.deleteBucket(bucket.getName());
        }
        checks.equal("list buckets when they are deleted", oss.listBuckets(prefix, null, 10).getBucketList().size(), 0);
    }

    private static void storageClass(Checks checks, Access access) {
        OSS oss = access.oss();
        CreateBucketRequest wanted = new CreateBucketRequest(access.newName("ia"));
        wanted.setStorageClass(StorageClass.IA);
        wanted.setDataRedundancyType(DataRedundancyType.ZRS);
        oss.createBucket(wanted);
        BucketInfo info = oss.getBucketInfo(wanted.getBucketName());
        List<Object> came = List.of(info.getBucket().getStorageClass(), info.getDataRedundancyType());
        checks.equal("bucket of class IA, zone-redundant", came, List.of(StorageClass.IA, DataRedundancyType.ZRS));
        oss.putObject(wanted.getBucketName(), "object", stream(bytes("body")));
        StorageClass shown = oss.headObject(wanted.getBucketName(), "object").getObjectStorageClass();
        checks.equal("its objects have its class", shown, StorageClass.IA);
        access.emptyAndDelete(wanted.getBucketName());
    }
}
