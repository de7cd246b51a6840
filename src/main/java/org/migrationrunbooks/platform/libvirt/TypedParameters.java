package org.migrationrunbooks.platform.libvirt;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * libvirt's lists of named values, {@code virTypedParameter[]}: each 96 bytes, the name at 0, the type at 80, the value at 88.
 * Booleans are bytes, unsigned numbers are taken as they are (none of those we read comes near the sign).
 */
final class TypedParameters {

    private static final int SIZE = 96;
    private static final int NAME_SIZE = 80;
    private static final int TYPE = 80;
    private static final int VALUE = 88;

    private static final int INT = 1;
    private static final int UNSIGNED_INT = 2;
    private static final int LONG = 3;
    private static final int UNSIGNED_LONG = 4;
    private static final int DOUBLE = 5;
    private static final int BOOLEAN = 6;
    private static final int STRING = 7;

    private TypedParameters() {}

    /** Reads {@code count} parameters; a type that a newer libvirt may add is left out. */
    static Map<String, Object> read(Pointer parameters, int count) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            Pointer parameter = parameters.share((long) i * SIZE);
            String name = parameter.getString(0, StandardCharsets.UTF_8.name());
            switch (parameter.getInt(TYPE)) {
                case INT, UNSIGNED_INT -> values.put(name, parameter.getInt(VALUE));
                case LONG, UNSIGNED_LONG -> values.put(name, parameter.getLong(VALUE));
                case DOUBLE -> values.put(name, parameter.getDouble(VALUE));
                case BOOLEAN -> values.put(name, parameter.getByte(VALUE) != 0);
                case STRING ->
                    values.put(name, parameter.getPointer(VALUE).getString(0, StandardCharsets.UTF_8.name()));
                default -> {}
            }
        }
        return values;
    }

    /**
     * Parameters in native memory that lives as long as this object is held.
     *
     * @param block to be handed to libvirt
     * @param texts what {@code block} points to
     */
    record Written(Memory block, int count, List<Memory> texts) {}

    /**
     * Writes parameters to be handed to a call.
     *
     * @param values strings, lists of strings and longs (unsigned in libvirt), by the names of libvirt's headers; of a list each
     *     string becomes a parameter of its own
     */
    static Written write(Map<String, ?> values) {
        List<Map.Entry<String, ?>> entries =
                values.entrySet().stream().flatMap(TypedParameters::each).toList();
        Memory block = new Memory(Math.max(1, (long) entries.size() * SIZE));
        block.clear();
        List<Memory> texts = new ArrayList<>();
        int index = 0;
        for (Map.Entry<String, ?> entry : entries) {
            Pointer parameter = block.share((long) index++ * SIZE);
            byte[] name = entry.getKey().getBytes(StandardCharsets.UTF_8);
            if (name.length >= NAME_SIZE) {
                throw new IllegalArgumentException("too long for a parameter's name: " + entry.getKey());
            }
            parameter.write(0, name, 0, name.length);
            if (entry.getValue() instanceof Long number) {
                parameter.setInt(TYPE, UNSIGNED_LONG);
                parameter.setLong(VALUE, number);
            } else if (entry.getValue() instanceof String text) {
                Memory memory = text(text);
                texts.add(memory);
                parameter.setInt(TYPE, STRING);
                parameter.setPointer(VALUE, memory);
            } else {
                throw new IllegalArgumentException("neither a long nor a string: " + entry);
            }
        }
        return new Written(block, entries.size(), List.copyOf(texts));
    }

    private static Stream<Map.Entry<String, ?>> each(Map.Entry<String, ?> entry) {
        return entry.getValue() instanceof List<?> list
                ? list.stream().map(value -> Map.entry(entry.getKey(), value))
                : Stream.of(entry);
    }

    private static Memory text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Memory memory = new Memory(bytes.length + 1L);
        memory.clear();
        memory.write(0, bytes, 0, bytes.length);
        return memory;
    }
}
