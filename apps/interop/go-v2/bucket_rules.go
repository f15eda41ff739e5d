package main

import (
	"fmt"

	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss"
	"interop.test/checks"
)

// bucketRules: what a bucket's encryption rule may say, and what is shown of it (protocol reference §1.3-1.5, §2.10).
func bucketRules(part *checks.Checks, c *client) {
	c.withBucket(part, "rules", func(bucket string) {
		_, err := c.getRule(bucket)
		part.Refused("a new bucket has no rule", err, checks.NoRule)
		part.Equal("a new bucket has no rule in its info", c.ruleOfInfo(part, bucket), checks.Rule{})
		for _, rule := range checks.AcceptedRules {
			part.Equal(fmt.Sprintf("%v: put", rule.Put), c.putRule(bucket, rule.Put), nil)
			shown, err := c.getRule(bucket)
			part.Equal(fmt.Sprintf("%v: shown", rule.Put), []any{shown, err}, []any{rule.Shown, nil})
			part.Equal(fmt.Sprintf("%v: shown by info", rule.Put), c.ruleOfInfo(part, bucket), rule.Shown)
		}
		former := checks.Rule{Algorithm: "KMS", KeyID: "former", Data: "SM4"}
		part.Need("put the former rule", c.putRule(bucket, former))
		for _, rule := range checks.RefusedRules {
			part.Refused(fmt.Sprintf("%v: put", rule.Put), c.putRule(bucket, rule.Put), rule.Refusal)
			shown, err := c.getRule(bucket)
			part.Equal(fmt.Sprintf("%v: the former rule stays", rule.Put), []any{shown, err}, []any{former, nil})
		}
		for _, what := range []string{"delete", "delete again"} {
			done, err := c.DeleteBucketEncryption(ctx, &oss.DeleteBucketEncryptionRequest{Bucket: &bucket})
			part.Need(what, err)
			part.Equal(what, done.StatusCode, 204)
		}
		_, err = c.getRule(bucket)
		part.Refused("after the deletion", err, checks.NoRule)
	})
	missing := c.newName("missing")
	part.Refused("put, no bucket", c.putRule(missing, checks.Rule{Algorithm: "AES256"}), checks.NoBucket)
	_, err := c.getRule(missing)
	part.Refused("get, no bucket", err, checks.NoBucket)
	_, err = c.DeleteBucketEncryption(ctx, &oss.DeleteBucketEncryptionRequest{Bucket: &missing})
	part.Refused("delete, no bucket", err, checks.NoBucket)
}

func (c *client) putRule(bucket string, rule checks.Rule) error {
	_, err := c.PutBucketEncryption(ctx, &oss.PutBucketEncryptionRequest{
		Bucket: &bucket,
		ServerSideEncryptionRule: &oss.ServerSideEncryptionRule{
			ApplyServerSideEncryptionByDefault: &oss.ApplyServerSideEncryptionByDefault{
				SSEAlgorithm:      &rule.Algorithm,
				KMSMasterKeyID:    text(rule.KeyID),
				KMSDataEncryption: text(rule.Data),
			},
		},
	})
	return err
}

func (c *client) getRule(bucket string) (checks.Rule, error) {
	shown, err := c.GetBucketEncryption(ctx, &oss.GetBucketEncryptionRequest{Bucket: &bucket})
	if err != nil {
		return checks.Rule{}, err
	}
	rule := shown.ServerSideEncryptionRule.ApplyServerSideEncryptionByDefault
	return checks.Rule{Algorithm: oss.ToString(rule.SSEAlgorithm), KeyID: oss.ToString(rule.KMSMasterKeyID), Data: oss.ToString(rule.KMSDataEncryption)}, nil
}

func (c *client) ruleOfInfo(part *checks.Checks, bucket string) checks.Rule {
	info, err := c.GetBucketInfo(ctx, &oss.GetBucketInfoRequest{Bucket: &bucket})
	part.Need("info", err)
	rule := info.BucketInfo.SseRule
	return checks.Rule{Algorithm: oss.ToString(rule.SSEAlgorithm), KeyID: oss.ToString(rule.KMSMasterKeyID), Data: oss.ToString(rule.KMSDataEncryption)}
}
