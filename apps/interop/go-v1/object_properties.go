package main

import (
	"strings"

	"github.com/aliyun/aliyun-oss-go-sdk/oss"
	"interop.test/checks"
)

// objectProperties: tags, ACLs and links, which change nothing of the object's bytes and encryption.
func objectProperties(part *checks.Checks, c *client) {
	c.withBucket(part, "properties", func(b bucket) {
		for _, encryption := range b.everyEncryption(part) {
			part.Section(encryption.Name, func(part *checks.Checks) {
				body := checks.Pattern(40_000)
				b.put(part, "object", body, encryption, oss.SetTagging(oss.Tagging{Tags: []oss.Tag{{Key: "from", Value: "put"}}}))
				tagged(part, b)
				objectACL(part, b)
				linked(part, b, body, encryption)
				b.checkObject(part, "after all that", "object", body, encryption.Echo)
			})
		}
	})
}

func tagged(part *checks.Checks, b bucket) {
	shown := func() string {
		found, err := b.GetObjectTagging("object")
		part.Need("get tags", err)
		return tagsOf(found.Tags)
	}
	part.Equal("tags of the put", shown(), "from=put")
	part.Need("put tags", b.PutObjectTagging("object", oss.Tagging{Tags: []oss.Tag{{Key: "a", Value: "1"}, {Key: "b", Value: "x y"}}}))
	part.Equal("tags", shown(), "a=1&b=x y")
	reply, _ := b.get(part, "object")
	part.Equal("get counts them", reply.Get("x-oss-tagging-count"), "2")
	part.Need("delete tags", b.DeleteObjectTagging("object"))
	part.Equal("no tags", shown(), "")
	_, err := b.GetObjectTagging("missing")
	part.Refused("tags of a missing object", err, checks.Refusal{Status: 404, Code: "NoSuchKey"})
}

func objectACL(part *checks.Checks, b bucket) {
	shown, err := b.GetObjectACL("object")
	part.Equal("ACL of the put", []any{shown.ACL, err}, []any{"default", nil})
	for _, acl := range []oss.ACLType{oss.ACLPublicRead, oss.ACLPrivate} {
		part.Need("put ACL", b.SetObjectACL("object", acl))
		shown, err := b.GetObjectACL("object")
		part.Equal("ACL", []any{shown.ACL, err}, []any{string(acl), nil})
	}
}

func linked(part *checks.Checks, b bucket, body []byte, encryption checks.Encryption) {
	part.Need("put link", b.PutSymlink("link a+b", "object", oss.Meta("note", "link")))
	found, err := b.GetSymlink("link a+b")
	part.Need("get link", err)
	part.Equal("the link's target", found.Get("x-oss-symlink-target"), "object")
	reply, came := b.get(part, "link a+b")
	part.Same("get through the link", came, body)
	part.Equal("get through the link says", checks.EchoOf(reply), encryption.Echo)
	head := b.head(part, "link a+b")
	part.Equal("head: type, metadata", []string{head.Get("x-oss-object-type"), head.Get("x-oss-meta-note")}, []string{"Symlink", "link"})
	part.Need("put a dangling link", b.PutSymlink("dangling", "missing"))
	_, err = b.GetObject("dangling")
	part.Refused("get through a dangling link", err, checks.Refusal{Status: 404, Code: "SymlinkTargetNotExist"})
}

func tagsOf(tags []oss.Tag) string {
	pairs := []string{}
	for _, tag := range tags {
		pairs = append(pairs, tag.Key+"="+tag.Value)
	}
	return strings.Join(pairs, "&")
}
