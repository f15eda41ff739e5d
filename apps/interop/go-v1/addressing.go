package main

import (
	"github.com/aliyun/aliyun-oss-go-sdk/oss"
	"interop.test/checks"
)

// addressing: the other ways in which a request names its bucket (protocol reference §4.2).
func addressing(part *checks.Checks, c *client) {
	for _, each := range []struct {
		what, bucket string
		client       *client
	}{
		{"localhost, path style", c.newName("localhost"), c.to("http://localhost:"+c.server.Port, oss.ForcePathStyle(true))},
		{"the service's own host", c.newName("service"), c.to("http://oss-cn-hangzhou.aliyuncs.com:" + c.server.Port)},
		{"another region's host", "oss-" + c.newName("region"), c.to("http://oss-eu-central-1.aliyuncs.com:" + c.server.Port)},
		{"CNAME", checks.CNAMEBucket, c.to("http://"+checks.CNAMEHost+":"+c.server.Port, oss.UseCname(true))},
	} {
		part.Section(each.what, func(part *checks.Checks) {
			part.Need("make the bucket", c.CreateBucket(each.bucket))
			b := each.client.bucket(each.bucket)
			b.put(part, "folder/a b+中.txt", []byte("body"), checks.AES256)
			b.checkObject(part, "object", "folder/a b+中.txt", []byte("body"), checks.AES256.Echo)
			part.Equal("put a rule", each.client.putRule(each.bucket, checks.Rule{Algorithm: "SM4"}), nil)
			rule, err := each.client.getRule(each.bucket)
			part.Equal("the rule", []any{rule, err}, []any{checks.Rule{Algorithm: "SM4"}, nil})
			c.emptyAndDelete(part, each.bucket)
		})
	}
}
