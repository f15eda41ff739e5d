package main

import "interop.test/checks"

// names: whatever UTF-8 gives, through paths, listings and signatures (protocol reference §4.6).
func names(part *checks.Checks, c *client) {
	c.withBucket(part, "names", func(b bucket) {
		for _, name := range checks.Names {
			b.put(part, name, []byte(name), checks.AES256)
			b.checkObject(part, name, name, []byte(name), checks.AES256.Echo)
		}
		listed, err := b.ListObjects()
		part.Need("list", err)
		part.Equal("list has all names in byte order", keysOf(listed.Objects), checks.Names)
		for _, name := range checks.Names {
			part.Equal("delete "+name, b.DeleteObject(name), nil)
			b.checkMissing(part, "after the deletion of "+name, name)
		}
	})
}
