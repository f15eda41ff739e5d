package interop.topics;

import com.aliyun.oss.OSS;
import com.aliyun.oss.model.BucketReferer;
import com.aliyun.oss.model.CannedAccessControlList;
import com.aliyun.oss.model.LifecycleRule;
import com.aliyun.oss.model.Payer;
import com.aliyun.oss.model.SetBucketCORSRequest;
import com.aliyun.oss.model.SetBucketCORSRequest.CORSRule;
import com.aliyun.oss.model.SetBucketLifecycleRequest;
import com.aliyun.oss.model.SetBucketLoggingRequest;
import com.aliyun.oss.model.SetBucketWebsiteRequest;
import interop.Access;
import interop.Checks;
import java.util.List;
import java.util.Map;

/** Documents of buckets: ACL, tags, CORS, lifecycle, logging, referer, website, request payment (observed behaviour 16-22). */
public final class BucketDocuments {
    private BucketDocuments() {}

    public static void run(Checks checks, Access access) throws Exception {
        OSS oss = access.oss();
        checks.equal("a bucket that is missing", oss.doesBucketExist(access.newName("missing")), false);
        access.withBucket("documents", bucket -> {
            checks.equal("a bucket that is there", oss.doesBucketExist(bucket), true);
            checks.section("acl", part -> acl(part, oss, bucket));
            checks.section("tags", part -> tags(part, oss, bucket));
            checks.section("cors", part -> cors(part, oss, bucket));
            checks.section("lifecycle", part -> lifecycle(part, oss, bucket));
            checks.section("logging", part -> logging(part, oss, bucket));
            checks.section("referer", part -> referer(part, oss, bucket));
            checks.section("website", part -> website(part, oss, bucket));
            checks.section("request payment", part -> payment(part, oss, bucket));
        });
    }

    private static void acl(Checks checks, OSS oss, String bucket) {
        for (CannedAccessControlList acl : List.of(CannedAccessControlList.PublicRead, CannedAccessControlList.Private)) {
            oss.setBucketAcl(bucket, acl);
            checks.equal("" + acl, oss.getBucketAcl(bucket).getCannedACL(), acl);
        }
    }

    private static void tags(Checks checks, OSS oss, String bucket) {
        Map<String, String> tags = Map.of("team", "red", "a b", "50%");
        oss.setBucketTagging(bucket, tags);
        checks.equal("shown", Map.copyOf(oss.getBucketTagging(bucket).getAllTags()), tags);
        oss.deleteBucketTagging(bucket);
        checks.equal("deleted", Map.copyOf(oss.getBucketTagging(bucket).getAllTags()), Map.of());
    }

    private static void cors(Checks checks, OSS oss, String bucket) {
        checks.refused("none", "NoSuchCORSConfiguration", () -> oss.getBucketCORSRules(bucket));
        CORSRule rule = new CORSRule();
        rule.setAllowedOrigins(List.of("http://a.test"));
        rule.setAllowedMethods(List.of("GET", "PUT"));
        rule.setAllowedHeaders(List.of("X-Upper"));
        rule.setMaxAgeSeconds(7);
        SetBucketCORSRequest request = new SetBucketCORSRequest(bucket);
        request.setCorsRules(List.of(rule));
        oss.setBucketCORS(request);
        CORSRule shown = oss.getBucketCORSRules(bucket).get(0);
        List<Object> came = List.of(shown.getAllowedOrigins(), shown.getAllowedMethods(), shown.getAllowedHeaders(), shown.getMaxAgeSeconds());
        checks.equal("shown", came, List.of(List.of("http://a.test"), List.of("GET", "PUT"), List.of("x-upper"), 7));
        oss.deleteBucketCORSRules(bucket);
        checks.refused("deleted", "NoSuchCORSConfiguration", () -> oss.getBucketCORSRules(bucket));
    }

    private static void lifecycle(Checks checks, OSS oss, String bucket) {
        checks.refused("none", "NoSuchLifecycle", () -> oss.getBucketLifecycle(bucket));
        SetBucketLifecycleRequest request = new SetBucketLifecycleRequest(bucket);
        request.AddLifecycleRule(new LifecycleRule("logs", "logs/", LifecycleRule.RuleStatus.Enabled, 3));
        oss.setBucketLifecycle(request);
        LifecycleRule shown = oss.getBucketLifecycle(bucket).get(0);
        checks.equal("shown", List.of(shown.getId(), shown.getPrefix(), shown.getExpirationDays()), List.of("logs", "logs/", 3));
        oss.deleteBucketLifecycle(bucket);
        checks.refused("deleted", "NoSuchLifecycle", () -> oss.getBucketLifecycle(bucket));
    }

    private static void logging(Checks checks, OSS oss, String bucket) {
        checks.equal("none", oss.getBucketLogging(bucket).getTargetBucket(), null);
        SetBucketLoggingRequest request = new SetBucketLoggingRequest(bucket);
        request.setTargetBucket(bucket);
        request.setTargetPrefix("log-");
        oss.setBucketLogging(request);
        checks.equal("shown", oss.getBucketLogging(bucket).getTargetBucket() + oss.getBucketLogging(bucket).getTargetPrefix(), bucket + "log-");
        oss.deleteBucketLogging(bucket);
        checks.equal("deleted", oss.getBucketLogging(bucket).getTargetBucket(), null);
    }

    private static void referer(Checks checks, OSS oss, String bucket) {
        checks.equal("default", oss.getBucketReferer(bucket).isAllowEmptyReferer(), true);
        List<String> allowed = List.of("http://a.test", "http://*.b.test");
        oss.setBucketReferer(bucket, new BucketReferer(false, allowed));
        BucketReferer shown = oss.getBucketReferer(bucket);
        checks.equal("shown", List.of(shown.isAllowEmptyReferer(), shown.getRefererList()), List.of(false, allowed));
        oss.setBucketReferer(bucket, new BucketReferer());
        checks.equal("open again", oss.getBucketReferer(bucket).isAllowEmptyReferer(), true);
    }

    private static void website(Checks checks, OSS oss, String bucket) {
        checks.refused("none", "NoSuchWebsiteConfiguration", () -> oss.getBucketWebsite(bucket));
        SetBucketWebsiteRequest request = new SetBucketWebsiteRequest(bucket);
        request.setIndexDocument("index.html");
        request.setErrorDocument("error.html");
        oss.setBucketWebsite(request);
        checks.equal("shown", oss.getBucketWebsite(bucket).getIndexDocument() + oss.getBucketWebsite(bucket).getErrorDocument(), "index.htmlerror.html");
        oss.deleteBucketWebsite(bucket);
        checks.refused("deleted", "NoSuchWebsiteConfiguration", () -> oss.getBucketWebsite(bucket));
    }

    private static void payment(Checks checks, OSS oss, String bucket) {
        for (Payer payer : List.of(Payer.Requester, Payer.BucketOwner)) {
            oss.setBucketRequestPayment(bucket, payer);
            checks.equal("" + payer, oss.getBucketRequestPayment(bucket).getPayer(), payer);
        }
    }
}
