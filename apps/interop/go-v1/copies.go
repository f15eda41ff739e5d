package main

import (
	"fmt"
	"net/http"

	"github.com/aliyun/aliyun-oss-go-sdk/oss"
	"interop.test/checks"
)

// copies: between all encryptions, onto other keys, other buckets and the object itself (protocol reference §2.5, §4.6).
func copies(part *checks.Checks, c *client) {
	c.withBucket(part, "copies", func(b bucket) {
		c.withBucket(part, "copies-to", func(other bucket) {
			every := b.everyEncryption(part)
			for _, source := range every {
				for _, target := range every {
					part.Section(fmt.Sprintf("%s to %s", source.Name, target.Name), func(part *checks.Checks) {
						pair(part, b, other, source, target)
					})
				}
			}
			for _, name := range checks.Names {
				b.put(part, name, []byte(name), checks.AES256)
				_, err := b.CopyObject(name, "copy "+name, encrypt(checks.KMS(""))...)
				part.Need("copy "+name, err)
				_, came := b.get(part, "copy "+name)
				part.Same("copy of "+name, came, []byte(name))
			}
			directives(part, b)
			copyConditions(part, b)
			refusedCopies(part, c, b)
		})
	})
}

func pair(part *checks.Checks, b, other bucket, source, target checks.Encryption) {
	body := checks.Pattern(70_003)
	b.put(part, "source", body, source, oss.Meta("note", "kept"))
	for _, each := range []struct {
		what string
		to   bucket
		key  string
	}{{"another key", b, "target"}, {"another bucket", other, "target"}, {"itself", b, "source"}} {
		var reply http.Header
		done, err := each.to.CopyObjectFrom(b.BucketName, "source", each.key, encrypt(target, oss.GetResponseHeader(&reply))...)
		part.Need(each.what, err)
		said := []any{checks.EchoOf(reply), done.ETag, reply.Get("x-oss-hash-crc64ecma")}
		part.Equal(each.what+": copy says", said, []any{target.Echo, checks.ETag(body), checks.CRC64(body)})
		each.to.checkObject(part, each.what, each.key, body, target.Echo)
		part.Equal(each.what+": metadata", each.to.head(part, each.key).Get("x-oss-meta-note"), "kept")
	}
}

// directives: COPY, the default, keeps the source's metadata; REPLACE takes the request's.
func directives(part *checks.Checks, b bucket) {
	b.put(part, "described", []byte("body"), checks.SM4, oss.Meta("note", "source"), oss.ContentType("text/x-source"))
	for directive, expected := range map[oss.MetadataDirectiveType][]string{
		oss.MetaCopy:    {"source", "text/x-source"},
		oss.MetaReplace: {"target", "text/x-target"},
	} {
		options := encrypt(checks.AES256, oss.MetadataDirective(directive), oss.Meta("note", "target"), oss.ContentType("text/x-target"))
		_, err := b.CopyObject("described", "copy", options...)
		part.Need("copy", err)
		head := b.head(part, "copy")
		part.Equal("directive "+string(directive), []string{head.Get("x-oss-meta-note"), head.Get("Content-Type")}, expected)
	}
}

func copyConditions(part *checks.Checks, b bucket) {
	b.put(part, "source", []byte("body"), checks.AES256)
	b.put(part, "kept", []byte("the former object"), checks.SM4)
	etag := checks.ETag([]byte("body"))
	_, err := b.CopyObject("source", "kept", oss.CopySourceIfMatch(`"0"`))
	part.Refused("If-Match another", err, checks.Refusal{Status: 412, Code: "PreconditionFailed"})
	_, err = b.CopyObject("source", "kept", oss.CopySourceIfNoneMatch(etag))
	part.Holds("If-None-Match", isNotModified(err), err)
	_, err = b.CopyObject("source", "copied", oss.CopySourceIfMatch(etag))
	part.Equal("If-Match", err, nil)
	_, err = b.CopyObject("source", "copied", oss.CopySourceIfNoneMatch(`"0"`))
	part.Equal("If-None-Match another", err, nil)
	b.checkObject(part, "after copies that did not happen", "kept", []byte("the former object"), checks.SM4.Echo)
}

func refusedCopies(part *checks.Checks, c *client, b bucket) {
	_, err := b.CopyObject("missing", "kept")
	part.Refused("copy of a missing source", err, checks.Refusal{Status: 404, Code: "NoSuchKey"})
	_, err = b.CopyObjectFrom(c.newName("missing"), "source", "kept")
	part.Refused("copy from no bucket", err, checks.Refusal{Status: 404, Code: "NoSuchBucket"})
	for _, each := range checks.RefusedEncryptions(c.server) {
		_, err := b.CopyObject("source", "kept", encrypt(each.Encryption)...)
		part.Refused("copy with "+each.What, err, each.Refusal)
		_, err = b.CopyObject("kept", "kept", encrypt(each.Encryption)...)
		part.Refused("copy onto itself with "+each.What, err, each.Refusal)
	}
	b.checkObject(part, "after refused copies", "kept", []byte("the former object"), checks.SM4.Echo)
}
