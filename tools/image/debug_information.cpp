// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tools/image/debug_information.hpp"

#include "kernel/debug/backtrace_table.hpp"
#include "tools/image/function_name.hpp"

namespace bimetal::image {

Result<DebugInformation> DebugInformation::open(const std::filesystem::path& path) {
    auto image = ElfImage::open(path);
    if (!image) {
        return std::unexpected(image.error());
    }
    DebugInformation information;
    information.image_ = std::make_unique<ElfImage>(std::move(*image));
    information.context_ = llvm::DWARFContext::create(information.image_->object());
    return information;
}

std::vector<SourceFrame> DebugInformation::frames(std::uint64_t address) const {
    llvm::DILineInfoSpecifier specifier;
    specifier.FLIKind = llvm::DILineInfoSpecifier::FileLineInfoKind::RelativeFilePath;
    specifier.FNKind = llvm::DINameKind::LinkageName;
    // Instructions that belong to no line go with those before them.
    specifier.ApproximateLine = true;
    const auto found = context_->getInliningInfoForAddress(
        {address, llvm::object::SectionedAddress::UndefSection}, specifier);
    std::vector<SourceFrame> frames;
    for (std::uint32_t i = 0; i < found.getNumberOfFrames(); ++i) {
        const auto& frame = found.getFrame(i);
        SourceFrame source{.function = short_function_name(frame.FunctionName, debug::longest_name),
                           .file = frame.FileName,
                           .line = frame.Line};
        if (source.file == llvm::DILineInfo::BadString || source.line == 0) {
            source.file.clear();
        }
        frames.push_back(std::move(source));
    }
    return frames;
}

} // namespace bimetal::image
