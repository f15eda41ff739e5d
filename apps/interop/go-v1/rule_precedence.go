package main

import (
	"net/http"

	"github.com/aliyun/aliyun-oss-go-sdk/oss"
	"interop.test/checks"
)

// rulePrecedence: a rule counts for later writes that ask for nothing; headers win (protocol reference §2.4).
func rulePrecedence(part *checks.Checks, c *client) {
	body := checks.Pattern(40_000)
	c.withBucket(part, "precedence", func(b bucket) {
		b.put(part, "before", body, checks.None)
		every := checks.EveryRule(c.server, b.defaultKey(part))
		for _, each := range every {
			part.Need("put the rule "+each.Name, c.putRule(b.BucketName, each.Rule))
			reply := b.put(part, each.Name, body, checks.None)
			part.Equal(each.Name+": a put without headers", checks.EchoOf(reply), each.Echo)
			var begun http.Header
			upload, err := b.InitiateMultipartUpload(each.Name, oss.GetResponseHeader(&begun))
			part.Need("Initiate", err)
			part.Equal(each.Name+": Initiate without headers", checks.EchoOf(begun), each.Echo)
			part.Equal(each.Name+": Abort", b.AbortMultipartUpload(upload), nil)
			part.Equal(each.Name+": headers win", checks.EchoOf(b.put(part, "header", body, checks.AES256)), checks.AES256.Echo)
		}
		b.checkObject(part, "an object from before the rules", "before", body, checks.Echo{})
		part.Need("put a rule with a missing key", c.putRule(b.BucketName, checks.Rule{Algorithm: "KMS", KeyID: "no-such-key"}))
		err := b.tryPut("never", body, checks.None)
		part.Refused("put under a rule with a missing key", err, checks.Refusal{Status: 404, Code: "KeyNotFound"})
		b.checkMissing(part, "and nothing is stored", "never")
		for _, each := range every {
			b.checkObject(part, "stored under "+each.Name, each.Name, body, each.Echo)
		}
	})
}
