package main

import (
	"slices"

	"github.com/aliyun/aliyun-oss-go-sdk/oss"
	"interop.test/checks"
)

// batchDelete: names of every kind, names that are missing, quietly (protocol reference §4.6).
func batchDelete(part *checks.Checks, c *client) {
	c.withBucket(part, "batch", func(b bucket) {
		for _, quiet := range []bool{false, true} {
			for _, name := range checks.Names {
				b.put(part, name, []byte(name), checks.SM4)
			}
			wanted := append([]string{"missing"}, checks.Names...)
			done, err := b.DeleteObjects(wanted, oss.DeleteObjectsQuiet(quiet))
			part.Need("delete", err)
			slices.Sort(wanted)
			slices.Sort(done.DeletedObjects)
			if quiet {
				wanted = nil
			}
			part.Equal("the reply names what was deleted", done.DeletedObjects, wanted)
			left, err := b.ListObjectsV2()
			part.Need("list", err)
			part.Equal("nothing is left", keysOf(left.Objects), []string{})
		}
	})
	_, err := c.bucket(c.newName("missing")).DeleteObjects([]string{"x"})
	part.Refused("no bucket", err, checks.NoBucket)
}
