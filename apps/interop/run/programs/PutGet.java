import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import com.aliyun.oss.common.auth.CredentialsProviderFactory;
import com.aliyun.oss.model.ObjectMetadata;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

/** Puts an object and gets it back: {@code java PutGet.java [encryption]}. */
public class PutGet {
  public static void main(String[] args) throws Exception {
    var credentials = CredentialsProviderFactory.newEnvironmentVariableCredentialsProvider();
    OSS client = new OSSClientBuilder().build("https://oss-cn-hangzhou.aliyuncs.com", credentials);
    try {
      var metadata = new ObjectMetadata();
      if (args.length > 0) metadata.setServerSideEncryption(args[0]);
      client.putObject("examplebucket", "greeting.txt", new ByteArrayInputStream("hello".getBytes(StandardCharsets.UTF_8)), metadata);

      try (var got = client.getObject("examplebucket", "greeting.txt")) {
        var encryption = got.getObjectMetadata().getServerSideEncryption();
        System.out.println("encryption: " + (encryption == null ? "none" : encryption));
        System.out.println("content: " + new String(got.getObjectContent().readAllBytes(), StandardCharsets.UTF_8));
      }
    } finally {
      client.shutdown();
    }
  }
}
