package main

import (
	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss"
	"interop.test/checks"
)

// addressing: the other ways in which a request names its bucket (protocol reference §4.2).
func addressing(part *checks.Checks, c *client) {
	for _, each := range []struct {
		what, bucket string
		change       func(*oss.Config)
	}{
		{"localhost, path style", c.newName("localhost"), func(config *oss.Config) {
			config.WithEndpoint("http://localhost:" + c.server.Port).WithUsePathStyle(true)
		}},
		{"the service's own host", c.newName("service"), func(config *oss.Config) {
			config.WithEndpoint("http://oss-cn-hangzhou.aliyuncs.com:" + c.server.Port)
		}},
		{"another region's host", "oss-" + c.newName("region"), func(config *oss.Config) {
			config.WithEndpoint("http://oss-eu-central-1.aliyuncs.com:" + c.server.Port)
		}},
		{"CNAME", checks.CNAMEBucket, func(config *oss.Config) {
			config.WithEndpoint("http://" + checks.CNAMEHost + ":" + c.server.Port).WithUseCName(true)
		}},
	} {
		part.Section(each.what, func(part *checks.Checks) {
			_, err := c.PutBucket(ctx, &oss.PutBucketRequest{Bucket: &each.bucket})
			part.Need("make the bucket", err)
			other := c.with(each.change)
			other.put(part, each.bucket, "folder/a b+中.txt", []byte("body"), checks.AES256)
			other.checkObject(part, "object", each.bucket, "folder/a b+中.txt", []byte("body"), checks.AES256.Echo)
			part.Equal("put a rule", other.putRule(each.bucket, checks.Rule{Algorithm: "SM4"}), nil)
			rule, err := other.getRule(each.bucket)
			part.Equal("the rule", []any{rule, err}, []any{checks.Rule{Algorithm: "SM4"}, nil})
			c.emptyAndDelete(part, each.bucket)
		})
	}
}
