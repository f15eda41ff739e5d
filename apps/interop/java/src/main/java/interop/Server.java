package interop;

import java.net.URI;
import java.util.List;

/** The server under test. */
public record Server(
    String endpoint,
    String accessKeyId,
    String accessKeySecret,
    String region,
    String kmsKeyId,
    String kmsAlias,
    String otherKmsKeyId,
    String disabledKmsKeyId
) {
    /** As the variables say that the runner sets. */
    public static Server fromEnvironment() {
        return new Server(
            variable("OSS_ENDPOINT"),
            variable("OSS_ACCESS_KEY_ID"),
            variable("OSS_ACCESS_KEY_SECRET"),
            variable("OSS_REGION"),
            variable("SSE_INTEROP_KMS_KEY_ID"),
            variable("SSE_INTEROP_KMS_ALIAS"),
            variable("SSE_INTEROP_OTHER_KMS_KEY_ID"),
            variable("SSE_INTEROP_DISABLED_KMS_KEY_ID")
        );
    }

    public int port() {
        return URI.create(endpoint).getPort();
    }

    /** Id, access key and secret of a user that the runner made. */
    public static List<String> user(String name) {
        return List.of(variable("SSE_INTEROP_USER_" + name.toUpperCase().replace('-', '_')).split(" "));
    }

    /** Access key, secret and token of a session of the role that may get, put and list objects. */
    public static List<String> session() {
        return List.of(variable("SSE_INTEROP_SESSION").split(" "));
    }

    private static String variable(String name) {
        String value = System.getenv(name);
        if (value == null) throw new IllegalStateException("the variable " + name + " is not set");
        return value;
    }
}
