package main

import (
	"strings"

	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss"
	"interop.test/checks"
)

// objectProperties: tags, ACLs and links, which change nothing of the object's bytes and encryption.
func objectProperties(part *checks.Checks, c *client) {
	c.withBucket(part, "properties", func(bucket string) {
		for _, encryption := range c.everyEncryption(part, bucket) {
			part.Section(encryption.Name, func(part *checks.Checks) {
				body := checks.Pattern(40_000)
				put := putRequest(bucket, "object", body, encryption)
				put.Tagging = oss.Ptr("from=put")
				_, err := c.PutObject(ctx, put)
				part.Need("put", err)
				tagged(part, c, bucket)
				objectACL(part, c, bucket)
				linked(part, c, bucket, body, encryption)
				c.checkObject(part, "after all that", bucket, "object", body, encryption.Echo)
			})
		}
	})
}

func tagged(part *checks.Checks, c *client, bucket string) {
	shown := func() string {
		found, err := c.GetObjectTagging(ctx, &oss.GetObjectTaggingRequest{Bucket: &bucket, Key: oss.Ptr("object")})
		part.Need("get tags", err)
		return tagsOf(found.Tags)
	}
	part.Equal("tags of the put", shown(), "from=put")
	tags := []oss.Tag{{Key: oss.Ptr("a"), Value: oss.Ptr("1")}, {Key: oss.Ptr("b"), Value: oss.Ptr("x y")}}
	_, err := c.PutObjectTagging(ctx, &oss.PutObjectTaggingRequest{Bucket: &bucket, Key: oss.Ptr("object"), Tagging: &oss.Tagging{TagSet: &oss.TagSet{Tags: tags}}})
	part.Need("put tags", err)
	part.Equal("tags", shown(), "a=1&b=x y")
	got, _ := c.get(part, &oss.GetObjectRequest{Bucket: &bucket, Key: oss.Ptr("object")})
	part.Equal("get counts them", got.TaggingCount, int32(2))
	_, err = c.DeleteObjectTagging(ctx, &oss.DeleteObjectTaggingRequest{Bucket: &bucket, Key: oss.Ptr("object")})
	part.Need("delete tags", err)
	part.Equal("no tags", shown(), "")
	_, err = c.GetObjectTagging(ctx, &oss.GetObjectTaggingRequest{Bucket: &bucket, Key: oss.Ptr("missing")})
	part.Refused("tags of a missing object", err, checks.Refusal{Status: 404, Code: "NoSuchKey"})
}

func objectACL(part *checks.Checks, c *client, bucket string) {
	shown := func() string {
		found, err := c.GetObjectAcl(ctx, &oss.GetObjectAclRequest{Bucket: &bucket, Key: oss.Ptr("object")})
		part.Need("get ACL", err)
		return oss.ToString(found.ACL)
	}
	part.Equal("ACL of the put", shown(), "default")
	for _, acl := range []oss.ObjectACLType{oss.ObjectACLPublicRead, oss.ObjectACLPrivate} {
		_, err := c.PutObjectAcl(ctx, &oss.PutObjectAclRequest{Bucket: &bucket, Key: oss.Ptr("object"), Acl: acl})
		part.Need("put ACL", err)
		part.Equal("ACL", shown(), string(acl))
	}
}

func linked(part *checks.Checks, c *client, bucket string, body []byte, encryption checks.Encryption) {
	_, err := c.PutSymlink(ctx, &oss.PutSymlinkRequest{Bucket: &bucket, Key: oss.Ptr("link a+b"), Target: oss.Ptr("object"), Metadata: map[string]string{"note": "link"}})
	part.Need("put link", err)
	found, err := c.GetSymlink(ctx, &oss.GetSymlinkRequest{Bucket: &bucket, Key: oss.Ptr("link a+b")})
	part.Need("get link", err)
	part.Equal("the link's target", oss.ToString(found.Target), "object")
	got, came := c.get(part, &oss.GetObjectRequest{Bucket: &bucket, Key: oss.Ptr("link a+b")})
	part.Same("get through the link", came, body)
	part.Equal("get through the link says", checks.EchoOf(got.Headers), encryption.Echo)
	head, err := c.HeadObject(ctx, &oss.HeadObjectRequest{Bucket: &bucket, Key: oss.Ptr("link a+b")})
	part.Need("head", err)
	part.Equal("head: type, length, metadata", []any{*head.ObjectType, int(head.ContentLength), head.Metadata["note"]}, []any{"Symlink", len(body), "link"})
	_, err = c.PutSymlink(ctx, &oss.PutSymlinkRequest{Bucket: &bucket, Key: oss.Ptr("dangling"), Target: oss.Ptr("missing")})
	part.Need("put a dangling link", err)
	_, err = c.GetObject(ctx, &oss.GetObjectRequest{Bucket: &bucket, Key: oss.Ptr("dangling")})
	part.Refused("get through a dangling link", err, checks.Refusal{Status: 404, Code: "SymlinkTargetNotExist"})
}

func tagsOf(tags []oss.Tag) string {
	pairs := []string{}
	for _, tag := range tags {
		pairs = append(pairs, *tag.Key+"="+*tag.Value)
	}
	return strings.Join(pairs, "&")
}
