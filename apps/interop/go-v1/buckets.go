package main

import (
	"strings"

	"github.com/aliyun/aliyun-oss-go-sdk/oss"
	"interop.test/checks"
)

// buckets: make, find, describe, list in pages, delete (protocol reference §4.5).
func buckets(part *checks.Checks, c *client) {
	var made []string
	for range 3 {
		name := c.newName("buckets")
		part.Need("make a bucket", c.CreateBucket(name))
		made = append(made, name)
	}
	first := made[0]
	part.Equal("make again", c.CreateBucket(first), nil)
	part.Holds("a bad name", c.CreateBucket("UPPER") != nil, "made")
	exists, err := c.IsBucketExist(first)
	part.Equal("IsBucketExist", []any{exists, err}, []any{true, nil})
	exists, err = c.IsBucketExist(c.newName("missing"))
	part.Equal("IsBucketExist of a missing one", []any{exists, err}, []any{false, nil})

	location, err := c.GetBucketLocation(first)
	part.Equal("location", []any{location, err}, []any{"oss-" + c.server.Region, nil})
	info, err := c.GetBucketInfo(first)
	part.Need("info", err)
	said := []string{info.BucketInfo.Name, info.BucketInfo.Location, info.BucketInfo.StorageClass, info.BucketInfo.ExtranetEndpoint}
	endpoint := strings.TrimPrefix(c.server.EndpointOf(c.way), "http://")
	part.Equal("info", said, []string{first, "oss-" + c.server.Region, "Standard", endpoint})

	listBuckets(part, c, made)
	for _, name := range made {
		part.Equal("delete", c.DeleteBucket(name), nil)
	}
	part.Refused("delete again", c.DeleteBucket(first), checks.NoBucket)
	c.withBucket(part, "full", func(b bucket) {
		b.put(part, "object", []byte("body"), checks.AES256)
		full := checks.Refusal{Status: 409, Code: "BucketNotEmpty", EC: "0015-00000301"}
		part.Refused("delete a bucket with an object", c.DeleteBucket(b.BucketName), full)
	})
	bornWithRules(part, c)
}

func listBuckets(part *checks.Checks, c *client, made []string) {
	prefix := made[0][:strings.LastIndex(made[0], "-")+1]
	for _, size := range []int{1, 2, 100} {
		var found []string
		for marker, more := "", true; more; {
			page, err := c.ListBuckets(oss.Prefix(prefix), oss.MaxKeys(size), oss.Marker(marker))
			part.Need("list buckets", err)
			for _, entry := range page.Buckets {
				found = append(found, entry.Name)
			}
			marker, more = page.NextMarker, page.IsTruncated
		}
		for _, name := range made {
			part.Holds("every bucket is listed", strings.Contains(strings.Join(found, " ")+" ", name+" "), found)
		}
	}
}

// bornWithRules: encryption headers of PutBucket make a rule (protocol reference §1.7).
func bornWithRules(part *checks.Checks, c *client) {
	for _, rule := range []checks.Rule{{Algorithm: "AES256"}, {Algorithm: "SM4"}, {Algorithm: "KMS", KeyID: c.server.KeyID, Data: "SM4"}} {
		name := c.newName("born")
		asked := checks.Encryption{Algorithm: rule.Algorithm, KeyID: rule.KeyID, Data: rule.Data}
		part.Need("make a bucket with a rule", c.CreateBucket(name, encrypt(asked)...))
		shown, err := c.getRule(name)
		part.Equal("made with the rule "+rule.Algorithm, []any{shown, err}, []any{rule, nil})
		part.Need("delete it", c.DeleteBucket(name))
	}
}
