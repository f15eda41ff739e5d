package main

import (
	"fmt"

	"github.com/aliyun/aliyun-oss-go-sdk/oss"
	"interop.test/checks"
)

// bucketRules: what a bucket's encryption rule may say, and what is shown of it (protocol reference §1.3-1.5, §2.10).
func bucketRules(part *checks.Checks, c *client) {
	c.withBucket(part, "rules", func(b bucket) {
		name := b.BucketName
		_, err := c.getRule(name)
		part.Refused("a new bucket has no rule", err, checks.NoRule)
		part.Equal("a new bucket has no rule in its info", c.ruleOfInfo(part, name), checks.Rule{})
		for _, rule := range checks.AcceptedRules {
			part.Equal(fmt.Sprintf("%v: put", rule.Put), c.putRule(name, rule.Put), nil)
			shown, err := c.getRule(name)
			part.Equal(fmt.Sprintf("%v: shown", rule.Put), []any{shown, err}, []any{rule.Shown, nil})
			part.Equal(fmt.Sprintf("%v: shown by info", rule.Put), c.ruleOfInfo(part, name), rule.Shown)
		}
		former := checks.Rule{Algorithm: "KMS", KeyID: "former", Data: "SM4"}
		part.Need("put the former rule", c.putRule(name, former))
		for _, rule := range checks.RefusedRules {
			part.Refused(fmt.Sprintf("%v: put", rule.Put), c.putRule(name, rule.Put), rule.Refusal)
			shown, err := c.getRule(name)
			part.Equal(fmt.Sprintf("%v: the former rule stays", rule.Put), []any{shown, err}, []any{former, nil})
		}
		part.Equal("delete", c.DeleteBucketEncryption(name), nil)
		part.Equal("delete again", c.DeleteBucketEncryption(name), nil)
		_, err = c.getRule(name)
		part.Refused("after the deletion", err, checks.NoRule)
	})
	missing := c.newName("missing")
	part.Refused("put, no bucket", c.putRule(missing, checks.Rule{Algorithm: "AES256"}), checks.NoBucket)
	_, err := c.getRule(missing)
	part.Refused("get, no bucket", err, checks.NoBucket)
	part.Refused("delete, no bucket", c.DeleteBucketEncryption(missing), checks.NoBucket)
}

func (c *client) putRule(bucket string, rule checks.Rule) error {
	return c.SetBucketEncryption(bucket, oss.ServerEncryptionRule{
		SSEDefault: oss.SSEDefaultRule{SSEAlgorithm: rule.Algorithm, KMSMasterKeyID: rule.KeyID, KMSDataEncryption: rule.Data},
	})
}

func (c *client) getRule(bucket string) (checks.Rule, error) {
	shown, err := c.GetBucketEncryption(bucket)
	rule := shown.SSEDefault
	return checks.Rule{Algorithm: rule.SSEAlgorithm, KeyID: rule.KMSMasterKeyID, Data: rule.KMSDataEncryption}, err
}

func (c *client) ruleOfInfo(part *checks.Checks, bucket string) checks.Rule {
	info, err := c.GetBucketInfo(bucket)
	part.Need("info", err)
	rule := info.BucketInfo.SseRule
	return checks.Rule{Algorithm: rule.SSEAlgorithm, KeyID: rule.KMSMasterKeyID, Data: rule.KMSDataEncryption}
}
