package main

import (
	"github.com/aliyun/aliyun-oss-go-sdk/oss"
	"interop.test/checks"
)

// refusedEncryption: encryption that is refused, each with its code, and nothing stored (protocol reference §1.5, §2.2).
func refusedEncryption(part *checks.Checks, c *client) {
	c.withBucket(part, "refused", func(b bucket) {
		b.put(part, "kept", []byte("the former object"), checks.AES256)
		for _, each := range checks.RefusedEncryptions(c.server) {
			part.Refused("put with "+each.What, b.tryPut("refused", []byte("body"), each.Encryption), each.Refusal)
			part.Refused("overwrite with "+each.What, b.tryPut("kept", []byte("body"), each.Encryption), each.Refusal)
			part.Refused("SetObjectMeta with "+each.What, b.SetObjectMeta("kept", encrypt(each.Encryption)...), each.Refusal)
		}
		b.checkMissing(part, "nothing is stored", "refused")
		_, err := b.GetObject("kept", oss.ServerSideEncryption("AES256"))
		part.Refused("get with the header", err, checks.NotSupported)
		part.Refused("delete with the header", b.DeleteObject("kept", oss.ServerSideEncryption("AES256")), checks.NotSupported)
		_, err = b.ListObjects(oss.ServerSideEncryption("AES256"))
		part.Refused("list with the header", err, checks.NotSupported)
		b.checkObject(part, "after all that", "kept", []byte("the former object"), checks.AES256.Echo)
	})
}

// refusedRequests: who may not ask, and for what there is not (protocol reference §3, §4.1).
func refusedRequests(part *checks.Checks, c *client) {
	c.withBucket(part, "requests", func(b bucket) {
		b.put(part, "object", []byte("body"), checks.AES256)
		endpoint := c.server.EndpointOf(c.way)
		for _, each := range []struct {
			what    string
			client  *client
			refusal checks.Refusal
		}{
			{"a wrong secret", c.as(c.server.AccessKeyID, "wrong", endpoint), checks.Refusal{Status: 403, Code: "SignatureDoesNotMatch"}},
			{"an unknown key", c.as("LTAIunknown", c.server.AccessKeySecret, endpoint), checks.Refusal{Status: 403, Code: "InvalidAccessKeyId", EC: "0002-00000902"}},
		} {
			stranger := each.client.bucket(b.BucketName)
			_, err := stranger.GetObject("object")
			part.Refused(each.what+": get", err, each.refusal)
			_, err = stranger.GetObjectDetailedMeta("missing")
			part.Refused(each.what+": head", err, each.refusal)
			part.Refused(each.what+": put", stranger.tryPut("never", checks.Pattern(100_000), checks.AES256), each.refusal)
		}
		b.checkMissing(part, "a missing key", "missing")
		b.checkMissing(part, "refused puts store nothing", "never")
		_, err := b.GetObjectDetailedMeta("missing")
		part.Refused("head of a missing key", err, checks.NoKey)
	})
	missing := c.bucket(c.newName("missing"))
	_, err := missing.GetObject("object")
	part.Refused("get, no bucket", err, checks.NoBucket)
	part.Refused("put, no bucket", missing.tryPut("object", []byte("body"), checks.AES256), checks.NoBucket)
}
