package main

import (
	"errors"
	"net/http"

	"github.com/aliyun/aliyun-oss-go-sdk/oss"
	"interop.test/checks"
)

// client signs and addresses in one way.
type client struct {
	*oss.Client
	server checks.Server
	way    checks.Way
}

func newClient(server checks.Server, way checks.Way) *client {
	c := &client{nil, server, way}
	return c.to(server.EndpointOf(way))
}

// to is a client for another endpoint or with other options, which win.
func (c *client) to(endpoint string, options ...oss.ClientOption) *client {
	return c.as(c.server.AccessKeyID, c.server.AccessKeySecret, endpoint, options...)
}

// as is a client with other credentials.
func (c *client) as(id, secret, endpoint string, options ...oss.ClientOption) *client {
	version := map[string]oss.AuthVersionType{"V1": oss.AuthV1, "V2": oss.AuthV2, "V4": oss.AuthV4}[c.way.Signature]
	all := append([]oss.ClientOption{
		oss.AuthVersion(version),
		oss.Region(c.server.Region),
		oss.HTTPClient(&http.Client{Transport: checks.HereTransport()}),
	}, options...)
	made, err := oss.New(endpoint, id, secret, all...)
	if err != nil {
		panic(err)
	}
	return &client{made, c.server, c.way}
}

func (c *client) newName(topic string) string { return checks.NewName("go-v1", c.way, topic) }

// bucket is one that this client sees; it need not be there.
func (c *client) bucket(name string) bucket {
	found, err := c.Bucket(name)
	if err != nil {
		panic(err)
	}
	return bucket{found, c}
}

// bucket is the vendor's, with the client that it belongs to.
type bucket struct {
	*oss.Bucket
	client *client
}

// withBucket runs use with a bucket that is emptied and deleted afterwards.
func (c *client) withBucket(part *checks.Checks, topic string, use func(bucket)) {
	name := c.newName(topic)
	part.Need("make a bucket", c.CreateBucket(name))
	use(c.bucket(name))
	c.emptyAndDelete(part, name)
}

func (c *client) emptyAndDelete(part *checks.Checks, name string) {
	b := c.bucket(name)
	for more := true; more; {
		page, err := b.ListObjectsV2()
		part.Need("list the bucket", err)
		for _, entry := range page.Objects {
			part.Need("empty the bucket", b.DeleteObject(entry.Key))
		}
		more = page.IsTruncated
	}
	part.Need("delete the bucket", c.DeleteBucket(name))
}

func refusalOf(err error) (checks.Refusal, bool) {
	var refusal oss.ServiceError
	if !errors.As(err, &refusal) {
		return checks.Refusal{}, false
	}
	return checks.Refusal{Status: refusal.StatusCode, Code: refusal.Code, EC: refusal.Ec, Message: refusal.Message}, true
}

// encrypt gives the options that ask for an encryption, and others.
func encrypt(encryption checks.Encryption, others ...oss.Option) []oss.Option {
	options := others
	if encryption.Algorithm != "" {
		options = append(options, oss.ServerSideEncryption(encryption.Algorithm))
	}
	if encryption.KeyID != "" {
		options = append(options, oss.ServerSideEncryptionKeyID(encryption.KeyID))
	}
	if encryption.Data != "" {
		options = append(options, oss.ServerSideDataEncryption(encryption.Data))
	}
	return options
}
