package main

import (
	"strings"

	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss"
	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss/credentials"
	"interop.test/checks"
)

// permissions: users that may a part of everything, a session, and nobody (protocol reference §5.2, §5.4).
func permissions(part *checks.Checks, c *client) {
	c.withBucket(part, "permissions", func(bucket string) {
		c.put(part, bucket, "object", []byte("body"), checks.Encryption{})
		for _, missing := range checks.RuleOperations {
			lacking(part, c, bucket, missing)
		}
		reader := c.asUser("reader")
		part.Equal("reader: get", reader.tryGet(bucket, "object"), nil)
		part.Refused("reader: put", reader.tryPut(bucket, "object", checks.Encryption{}), checks.NotAllowed)
		key := checks.KMSWith("own key", c.server.KeyID, "")
		part.Refused("no kms: put", c.asUser("no-kms").tryPut(bucket, "kms", key), checks.NotByKMS)
		part.Equal("one key: put", c.asUser("one-key").tryPut(bucket, "kms", key), nil)
		inSession(part, c, bucket)
		public(part, c, bucket)
	})
}

func (c *client) asUser(name string) *client {
	user := checks.UserFromEnvironment(name)
	return c.provided(credentials.NewStaticCredentialsProvider(user.AccessKeyID, user.AccessKeySecret))
}

func (c *client) provided(provider credentials.CredentialsProvider) *client {
	return c.with(func(config *oss.Config) { config.WithCredentialsProvider(provider).WithRetryMaxAttempts(1) })
}

func (c *client) tryPut(bucket, key string, encryption checks.Encryption) error {
	_, err := c.PutObject(ctx, putRequest(bucket, key, []byte("body"), encryption))
	return err
}

func (c *client) tryGet(bucket, key string) error {
	got, err := c.GetObject(ctx, &oss.GetObjectRequest{Bucket: &bucket, Key: &key})
	if err == nil {
		err = got.Body.Close()
	}
	return err
}

// lacking: the user lacks the action of one operation on the rule, which alone is refused.
func lacking(part *checks.Checks, c *client, bucket, missing string) {
	restricted := c.asUser("no-" + missing + "-rule")
	remove := &oss.DeleteBucketEncryptionRequest{Bucket: &bucket}
	for _, operation := range checks.RuleOperations {
		part.Need("put the rule", c.putRule(bucket, checks.Rule{Algorithm: "AES256"}))
		var came error
		switch operation {
		case "put":
			came = restricted.putRule(bucket, checks.Rule{Algorithm: "SM4"})
		case "get":
			_, came = restricted.getRule(bucket)
		case "delete":
			_, came = restricted.DeleteBucketEncryption(ctx, remove)
		}
		what := "may all but " + missing + " the rule: " + operation
		if operation != missing {
			part.Equal(what, came, nil)
			continue
		}
		part.Refused(what, came, checks.NotAllowed)
		rule, err := c.getRule(bucket)
		part.Equal(what+" changed nothing", []any{rule.Algorithm, err}, []any{"AES256", nil})
	}
	_, err := c.DeleteBucketEncryption(ctx, remove)
	part.Need("delete the rule", err)
}

func inSession(part *checks.Checks, c *client, bucket string) {
	session := checks.SessionFromEnvironment()
	withToken := func(token string) *client {
		return c.provided(credentials.NewStaticCredentialsProvider(session.AccessKeyID, session.AccessKeySecret, token))
	}
	temporary := withToken(session.Token)
	part.Equal("session: put", temporary.tryPut(bucket, "object", checks.Encryption{}), nil)
	part.Equal("session: get", temporary.tryGet(bucket, "object"), nil)
	_, err := temporary.DeleteObject(ctx, &oss.DeleteObjectRequest{Bucket: &bucket, Key: oss.Ptr("object")})
	part.Refused("session: delete", err, checks.NotAllowed)
	link, err := temporary.Presign(ctx, &oss.GetObjectRequest{Bucket: &bucket, Key: oss.Ptr("object")})
	part.Need("session: link", err)
	got, err := checks.Fetch("GET", link.URL, nil, nil)
	part.Need("session: link", err)
	part.Equal("session: link", got.Status, 200)
	wrong := checks.Refusal{Status: 403, Code: "InvalidSecurityToken"}
	part.Refused("a token that is none", withToken("token").tryGet(bucket, "object"), wrong)
}

// public: a client without a key may what the ACL and the bucket's policy open.
func public(part *checks.Checks, c *client, bucket string) {
	anonymous := c.provided(credentials.NewAnonymousCredentialsProvider())
	part.Refused("anonymous: get", anonymous.tryGet(bucket, "object"), checks.NotAllowed)
	_, err := c.PutBucketAcl(ctx, &oss.PutBucketAclRequest{Bucket: &bucket, Acl: oss.BucketACLPublicRead})
	part.Need("open the bucket", err)
	part.Equal("anonymous: get of what is public", anonymous.tryGet(bucket, "object"), nil)
	part.Refused("anonymous: put", anonymous.tryPut(bucket, "object", checks.Encryption{}), checks.NotAllowed)
	list := &oss.ListObjectsV2Request{Bucket: &bucket}
	_, err = anonymous.ListObjectsV2(ctx, list)
	part.Refused("anonymous: list", err, checks.NotAllowed)
	policy := `{"Version":"1","Statement":[{"Effect":"Allow","Principal":["*"],"Action":"oss:ListObjects","Resource":"acs:oss:*:*:` + bucket + `"}]}`
	_, err = c.PutBucketPolicy(ctx, &oss.PutBucketPolicyRequest{Bucket: &bucket, Body: strings.NewReader(policy)})
	part.Need("put a policy", err)
	_, err = anonymous.ListObjectsV2(ctx, list)
	part.Equal("anonymous: list that the policy opens", err, nil)
}
