package main

import (
	"context"
	"errors"
	"net/http"

	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss"
	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss/credentials"
	"interop.test/checks"
)

// No check is ever cancelled: the runner ends the program.
var ctx = context.Background()

// client signs and addresses in one way.
type client struct {
	*oss.Client
	server checks.Server
	way    checks.Way
}

func newClient(server checks.Server, way checks.Way) *client {
	return &client{oss.NewClient(configFor(server, way)), server, way}
}

func configFor(server checks.Server, way checks.Way) *oss.Config {
	version := oss.SignatureVersionV4
	if way.Signature == "V1" {
		version = oss.SignatureVersionV1
	}
	return oss.LoadDefaultConfig().
		WithCredentialsProvider(credentials.NewStaticCredentialsProvider(server.AccessKeyID, server.AccessKeySecret)).
		WithRegion(server.Region).
		WithEndpoint(server.EndpointOf(way)).
		WithSignatureVersion(version).
		WithHttpClient(&http.Client{Transport: checks.HereTransport()})
}

// with is a client whose settings differ from this one's.
func (c *client) with(change func(*oss.Config)) *client {
	config := configFor(c.server, c.way)
	change(config)
	return &client{oss.NewClient(config), c.server, c.way}
}

func (c *client) newName(topic string) string { return checks.NewName("go-v2", c.way, topic) }

// withBucket runs use with a bucket that is emptied and deleted afterwards.
func (c *client) withBucket(part *checks.Checks, topic string, use func(bucket string)) {
	bucket := c.newName(topic)
	_, err := c.PutBucket(ctx, &oss.PutBucketRequest{Bucket: &bucket})
	part.Need("make a bucket", err)
	use(bucket)
	c.emptyAndDelete(part, bucket)
}

func (c *client) emptyAndDelete(part *checks.Checks, bucket string) {
	for pages := c.NewListObjectsV2Paginator(&oss.ListObjectsV2Request{Bucket: &bucket}); pages.HasNext(); {
		page, err := pages.NextPage(ctx)
		part.Need("list the bucket", err)
		for _, entry := range page.Contents {
			_, err := c.DeleteObject(ctx, &oss.DeleteObjectRequest{Bucket: &bucket, Key: entry.Key})
			part.Need("empty the bucket", err)
		}
	}
	_, err := c.DeleteBucket(ctx, &oss.DeleteBucketRequest{Bucket: &bucket})
	part.Need("delete the bucket", err)
}

func refusalOf(err error) (checks.Refusal, bool) {
	var refusal *oss.ServiceError
	if !errors.As(err, &refusal) {
		return checks.Refusal{}, false
	}
	return checks.Refusal{Status: refusal.StatusCode, Code: refusal.Code, EC: refusal.EC, Message: refusal.Message}, true
}

// text is nil for what a request leaves out.
func text(value string) *string {
	if value == "" {
		return nil
	}
	return &value
}

// headers are request headers that a request has no field for.
func headers(values map[string]string) oss.RequestCommon { return oss.RequestCommon{Headers: values} }
