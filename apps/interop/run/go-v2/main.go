// Puts an object and gets it back: `go run . [encryption]`.
package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"os"
	"strings"

	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss"
	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss/credentials"
)

func main() {
	config := oss.LoadDefaultConfig().
		WithCredentialsProvider(credentials.NewEnvironmentVariableCredentialsProvider()).
		WithRegion("cn-hangzhou")
	client := oss.NewClient(config)
	ctx := context.Background()

	put := &oss.PutObjectRequest{Bucket: oss.Ptr("examplebucket"), Key: oss.Ptr("greeting.txt"), Body: strings.NewReader("hello")}
	if len(os.Args) > 1 {
		put.ServerSideEncryption = oss.Ptr(os.Args[1])
	}
	if _, err := client.PutObject(ctx, put); err != nil {
		log.Fatal(err)
	}

	got, err := client.GetObject(ctx, &oss.GetObjectRequest{Bucket: put.Bucket, Key: put.Key})
	if err != nil {
		log.Fatal(err)
	}
	defer got.Body.Close()
	content, err := io.ReadAll(got.Body)
	if err != nil {
		log.Fatal(err)
	}
	encryption := "none"
	if got.ServerSideEncryption != nil {
		encryption = *got.ServerSideEncryption
	}
	fmt.Printf("encryption: %s\ncontent: %s\n", encryption, content)
}
