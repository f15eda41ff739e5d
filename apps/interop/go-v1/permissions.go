package main

import (
	"strings"

	"github.com/aliyun/aliyun-oss-go-sdk/oss"
	"interop.test/checks"
)

// permissions: users that may a part of everything, a session, and nobody (protocol reference §5.2, §5.4).
func permissions(part *checks.Checks, c *client) {
	c.withBucket(part, "permissions", func(b bucket) {
		b.put(part, "object", []byte("body"), checks.Encryption{})
		for _, missing := range checks.RuleOperations {
			lacking(part, c, b.BucketName, missing)
		}
		reader := c.asUser("reader").bucket(b.BucketName)
		_, err := reader.GetObject("object")
		part.Equal("reader: get", err, nil)
		part.Refused("reader: put", reader.tryPut("object", []byte("other"), checks.Encryption{}), checks.NotAllowed)
		key := checks.KMSWith("own key", c.server.KeyID, "")
		part.Refused("no kms: put", c.asUser("no-kms").bucket(b.BucketName).tryPut("kms", []byte("body"), key), checks.NotByKMS)
		part.Equal("one key: put", c.asUser("one-key").bucket(b.BucketName).tryPut("kms", []byte("body"), key), nil)
		session := checks.SessionFromEnvironment()
		endpoint := c.server.EndpointOf(c.way)
		temporary := c.as(session.AccessKeyID, session.AccessKeySecret, endpoint, oss.SecurityToken(session.Token)).bucket(b.BucketName)
		part.Equal("session: put", temporary.tryPut("object", []byte("body"), checks.Encryption{}), nil)
		part.Refused("session: delete", temporary.DeleteObject("object"), checks.NotAllowed)
		got, err := checks.Fetch("GET", temporary.url(part, "object", oss.HTTPGet), nil, nil)
		part.Need("session: link", err)
		part.Equal("session: link", got.Status, 200)
		wrong := c.as(session.AccessKeyID, session.AccessKeySecret, endpoint, oss.SecurityToken("token")).bucket(b.BucketName)
		_, err = wrong.GetObject("object")
		part.Refused("a token that is none", err, checks.Refusal{Status: 403, Code: "InvalidSecurityToken"})
		public(part, c, b)
	})
}

func (c *client) asUser(name string) *client {
	user := checks.UserFromEnvironment(name)
	return c.as(user.AccessKeyID, user.AccessKeySecret, c.server.EndpointOf(c.way))
}

// lacking: the user lacks the action of one operation on the rule, which alone is refused.
func lacking(part *checks.Checks, c *client, name, missing string) {
	restricted := c.asUser("no-" + missing + "-rule")
	for _, operation := range checks.RuleOperations {
		part.Need("put the rule", c.putRule(name, checks.Rule{Algorithm: "AES256"}))
		var came error
		switch operation {
		case "put":
			came = restricted.putRule(name, checks.Rule{Algorithm: "SM4"})
		case "get":
			_, came = restricted.getRule(name)
		case "delete":
			came = restricted.DeleteBucketEncryption(name)
		}
		what := "may all but " + missing + " the rule: " + operation
		if operation != missing {
			part.Equal(what, came, nil)
			continue
		}
		part.Refused(what, came, checks.NotAllowed)
		rule, err := c.getRule(name)
		part.Equal(what+" changed nothing", []any{rule.Algorithm, err}, []any{"AES256", nil})
	}
	part.Need("delete the rule", c.DeleteBucketEncryption(name))
}

// public: links without their signatures may what the ACL opens. The client itself signs with an empty key, too.
func public(part *checks.Checks, c *client, b bucket) {
	status := func(method oss.HTTPMethod) int {
		link, _, _ := strings.Cut(b.url(part, "object", method), "?")
		got, err := checks.Fetch(string(method), link, nil, nil)
		part.Need("fetch", err)
		return got.Status
	}
	part.Equal("anonymous: get", status(oss.HTTPGet), 403)
	part.Need("open the bucket", c.SetBucketACL(b.BucketName, oss.ACLPublicRead))
	part.Equal("anonymous: get of what is public", status(oss.HTTPGet), 200)
	part.Equal("anonymous: put", status(oss.HTTPPut), 403)
	part.Need("close the bucket", c.SetBucketACL(b.BucketName, oss.ACLPrivate))
	part.Equal("anonymous: get of what is no longer public", status(oss.HTTPGet), 403)
}
