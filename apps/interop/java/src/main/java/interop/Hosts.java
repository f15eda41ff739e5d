package interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The file that this JVM resolves host names by, in place of DNS: {@code -Djdk.net.hosts.file}. */
public final class Hosts {
    private Hosts() {}

    /** From now on the name means this machine. */
    public static void add(String name) {
        Path file = Path.of(System.getProperty("jdk.net.hosts.file"));
        try {
            Files.writeString(file, "127.0.0.1 " + name + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }
}
