package org.migrationrunbooks.platform.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TypedParametersTest {

    @Test
    void readsWhatItWrote() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("migrate_uri", "tcp://10.78.0.12");
        values.put("bandwidth", 40L);
        values.put("empty", "");
        values.put("not ASCII", "größer");

        TypedParameters.Written written = TypedParameters.write(values);

        assertThat(written.count()).isEqualTo(4);
        assertThat(TypedParameters.read(written.block(), written.count())).containsExactlyEntriesOf(values);
    }

    @Test
    void ofAListEachIsAParameterOfItsOwn() {
        TypedParameters.Written written = TypedParameters.write(Map.of("migrate_disks", List.of("vda", "vdb")));

        assertThat(written.count()).isEqualTo(2);
        assertThat(TypedParameters.read(written.block(), 1)).containsExactly(entry("migrate_disks", "vda"));
        assertThat(TypedParameters.read(written.block().share(96), 1)).containsExactly(entry("migrate_disks", "vdb"));
    }

    @Test
    void readsEveryTypeOfLibvirt() {
        Memory block = new Memory(7 * 96);
        block.clear();
        parameter(block, 0, "int", 1).setInt(88, -3);
        parameter(block, 1, "unsigned int", 2).setInt(88, 3);
        parameter(block, 2, "long", 3).setLong(88, -1L << 40);
        parameter(block, 3, "unsigned long", 4).setLong(88, 1L << 40);
        parameter(block, 4, "double", 5).setDouble(88, 2.5);
        parameter(block, 5, "boolean", 6).setByte(88, (byte) 1);
        parameter(block, 6, "of the future", 99).setLong(88, 7);

        assertThat(TypedParameters.read(block, 7))
                .containsExactly(
                        entry("int", -3),
                        entry("unsigned int", 3),
                        entry("long", -1L << 40),
                        entry("unsigned long", 1L << 40),
                        entry("double", 2.5),
                        entry("boolean", true));
    }

    @Test
    void writesNothingWithoutValues() {
        assertThat(TypedParameters.write(Map.of()).count()).isZero();
    }

    @Test
    void refusesNamesThatLibvirtHasNoRoomFor() {
        assertThatIllegalArgumentException().isThrownBy(() -> TypedParameters.write(Map.of("x".repeat(80), 1L)));
    }

    private static Pointer parameter(Memory block, int index, String name, int type) {
        Pointer parameter = block.share(index * 96L);
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        parameter.write(0, bytes, 0, bytes.length);
        parameter.setInt(80, type);
        return parameter;
    }
}
