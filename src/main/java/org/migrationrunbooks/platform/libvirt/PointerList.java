package org.migrationrunbooks.platform.libvirt;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** The lists that libvirt allocates and its caller has to free, with everything in them. */
final class PointerList {

    private PointerList() {}

    /**
     * Asks each element something, then frees all of them and the list.
     *
     * @param list where libvirt put the list
     * @param free gives one element back
     */
    static <T> List<T> read(PointerByReference list, int count, Function<Pointer, T> question, Consumer<Pointer> free) {
        Pointer elements = list.getValue();
        List<T> answers = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                answers.add(question.apply(elements.getPointer((long) i * Native.POINTER_SIZE)));
            }
            return answers;
        } finally {
            for (int i = 0; i < count; i++) {
                free.accept(elements.getPointer((long) i * Native.POINTER_SIZE));
            }
            Native.free(Pointer.nativeValue(elements));
        }
    }
}
